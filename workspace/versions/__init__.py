"""The versions of a shared text: named, compared word by word, taken up again; who wrote what."""

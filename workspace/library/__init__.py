"""The library: cases of cooperation, found, read and cited in the projects."""

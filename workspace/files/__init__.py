"""Files: documents, pictures and sounds attached to any object of a project."""

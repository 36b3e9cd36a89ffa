"""Comments: what people say to each other about any object of a project."""

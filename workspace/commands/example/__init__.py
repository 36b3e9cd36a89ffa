"""The example project, told change by change on the days when its people made them."""

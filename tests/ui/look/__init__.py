"""How the screens look: each beside its mock-up, and each as it was when somebody last looked at it and was content."""

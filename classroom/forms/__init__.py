"""Forms of the people and the roster. They validate, and say how they are laid out; `layout` tells how."""

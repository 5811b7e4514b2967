"""Who on staff may do what, who decided so, and how they prove who they are."""

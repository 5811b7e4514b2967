"""What people would pick instead, as plain as their tutorials make it; each is served by the wall's own server."""

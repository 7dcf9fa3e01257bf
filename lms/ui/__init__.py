"""What every page is made of: layout, components, styles, elements, and our ground for forms."""

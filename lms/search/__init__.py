"""Search over the viewer's programs: titles of classes, demonstrations and handouts, and every word that is spoken."""

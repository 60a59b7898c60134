"""Article files in, clean articles, sentences and passages out."""

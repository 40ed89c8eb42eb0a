"""What every kind of answer is read with: words, spellings, digits, numerals."""

/** Text as numbers: Keras' Tokenizer, and sequences padded to one length. */
@NullMarked
package dev.tenon.data.text;

import org.jspecify.annotations.NullMarked;

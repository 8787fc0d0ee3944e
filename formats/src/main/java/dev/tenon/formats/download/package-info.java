/** Files fetched once, checked by their hash, and kept in Keras' cache folder. */
@NullMarked
package dev.tenon.formats.download;

import org.jspecify.annotations.NullMarked;

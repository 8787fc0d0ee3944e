/**
 * Reads compressed tape archives ({@code .tar.gz}) entry by entry. {@link
 * dev.tenon.formats.tar.TarGz} is the only class.
 */
@NullMarked
package dev.tenon.formats.tar;

import org.jspecify.annotations.NullMarked;

/**
 * The kinds of files that models are read from and written to: a class each, which implements
 * {@link dev.tenon.internal.format.FileFormat}, and a line in {@link
 * dev.tenon.internal.format.FileFormats}.
 */
@NullMarked
package dev.tenon.internal.format;

import org.jspecify.annotations.NullMarked;

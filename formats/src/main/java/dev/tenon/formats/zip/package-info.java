/** Zip archives, read without ever unpacking to the disk. */
@NullMarked
package dev.tenon.formats.zip;

import org.jspecify.annotations.NullMarked;

/**
 * Reads and writes zip archives, and never unpacks to the disk. Reading starts at {@link
 * dev.tenon.formats.zip.ZipArchive}. {@code ZipDirectory} reads and checks the central directory,
 * whose entries are {@code ZipEntry}. {@link dev.tenon.formats.zip.ZipWriter} writes an archive of
 * uncompressed entries.
 */
@NullMarked
package dev.tenon.formats.zip;

import org.jspecify.annotations.NullMarked;

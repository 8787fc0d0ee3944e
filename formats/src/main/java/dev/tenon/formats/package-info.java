/**
 * Reads and writes files, with guards against hostile content. Reading starts at {@link
 * dev.tenon.formats.Source}, the bytes of a file, and {@link dev.tenon.formats.ContentType}, which
 * tells the kind of a file by its bytes. {@link dev.tenon.limits.LoadLimits} and {@link
 * dev.tenon.formats.Memory} bound the memory that a file may take. {@link
 * dev.tenon.formats.AtomicFile} and {@link dev.tenon.formats.PendingFolder} replace their targets
 * only when they are complete. {@link dev.tenon.formats.FileDigest} and {@link
 * dev.tenon.formats.FileStamp} recognise files; {@link dev.tenon.formats.ModelFolder} and {@link
 * dev.tenon.formats.TemporaryFolder} manage folders.
 */
@NullMarked
package dev.tenon.formats;

import org.jspecify.annotations.NullMarked;

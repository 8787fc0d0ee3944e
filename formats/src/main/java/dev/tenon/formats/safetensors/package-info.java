/**
 * Reads and writes safetensors files: a JSON header with names, types and places, and the bytes of
 * the tensors. Reading starts at {@link dev.tenon.formats.safetensors.SafetensorsFile}; {@link
 * dev.tenon.formats.safetensors.ShardedTensors} adds several files with an index. {@code
 * HeaderReader} checks a header, {@code SafetensorsEntry} is one line of it, {@code StoredType}
 * names the element types, and {@link dev.tenon.formats.safetensors.SafetensorsWriter} writes a
 * file.
 */
@NullMarked
package dev.tenon.formats.safetensors;

import org.jspecify.annotations.NullMarked;

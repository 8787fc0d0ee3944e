package dev.tenon.formats.safetensors;

import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file: 8 bytes with the length of the header, the header in JSON, and the bytes of
 * all tensors.
 *
 * <p>Opening reads and checks the header only. The bytes of a tensor are read when it is asked for.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class SafetensorsFile implements NamedTensors {
  /** The longest header of the format, in bytes. */
  static final int LONGEST_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = 8;

  private final Source source;
  private final long data;
  private final Map<String, String> metadata;
  private final Map<String, SafetensorsEntry> entries;

  private SafetensorsFile(
      Source source,
      long data,
      Map<String, String> metadata,
      Map<String, SafetensorsEntry> entries) {
    this.source = source;
    this.data = data;
    this.metadata = metadata;
    this.entries = entries;
  }

  /**
   * Opens a file.
   *
   * @param source the file, which the caller closes after the last tensor was read
   * @throws MalformedModelException if it is damaged
   * @throws dev.tenon.error.UnsupportedModelException if it has complex numbers, or floats of four
   *     or six bits
   */
  public static SafetensorsFile open(Source source) {
    String name = source.name();
    if (source.size() < LENGTH_BYTES) {
      throw new MalformedModelException(
          name, "has " + source.size() + " bytes: this is no safetensors file, or it is truncated");
    }
    long length = source.slice(0, LENGTH_BYTES).getLong();
    if (length < 2 || length > LONGEST_HEADER || length > source.size() - LENGTH_BYTES) {
      throw new MalformedModelException(
          name,
          "the header is said to have "
              + Long.toUnsignedString(length)
              + " bytes of a file of "
              + source.size()
              + "; expected 2 to "
              + LONGEST_HEADER
              + ": this is no safetensors file, or it is truncated");
    }
    long data = LENGTH_BYTES + length;
    HeaderReader.Header header =
        HeaderReader.read(name, source.slice(LENGTH_BYTES, length), source.size() - data);
    Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
    header.entries().forEach(entry -> entries.put(entry.name(), entry));
    return new SafetensorsFile(source, data, header.metadata(), entries);
  }

  /** Returns whether the first bytes of a file are those of a safetensors file. */
  public static boolean matches(Source source) {
    if (source.size() < LENGTH_BYTES + 2) {
      return false;
    }
    long length = source.slice(0, LENGTH_BYTES).getLong();
    return length >= 2
        && length <= LONGEST_HEADER
        && length <= source.size() - LENGTH_BYTES
        && source.slice(LENGTH_BYTES, 1).get() == '{';
  }

  /** Returns the texts beside the tensors. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  /** Returns the description of each tensor by name, in the order of the data. */
  @Override
  public Map<String, SafetensorsEntry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  @Override
  public String file(String name) {
    return source.name();
  }

  @Override
  public Tensor tensor(String name) {
    SafetensorsEntry entry = entries.get(name);
    if (entry == null) {
      throw missing(source.name(), name, entries.keySet());
    }
    return Tensor.of(
        entry.dtype(), entry.lengths(), source.slice(data + entry.start(), entry.bytes()));
  }

  static MalformedModelException missing(String file, String name, Set<String> names) {
    return new MalformedModelException(
        file, "has no tensor '" + name + "'; it has " + HeaderReader.names(names));
  }
}

package dev.tenon.formats.checkpoint;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A TensorFlow checkpoint: named tensors in {@code PREFIX.index} and {@code
 * PREFIX.data-00000-of-00001}.
 *
 * <p>Each tensor is verified by its checksum when it is read. File names come from numbers in the
 * index, never from its text.
 */
public final class Checkpoint {
  /** The largest number of data files that is believed. */
  private static final int MOST_SHARDS = 10_000;

  /**
   * The location of a tensor.
   *
   * @param dtype the element type; null for an unsupported one
   * @param shape the lengths
   */
  public record Entry(
      @Nullable DType dtype, List<Long> shape, int shard, long offset, long size, int checksum) {
    public Entry {
      shape = List.copyOf(shape);
    }
  }

  private final String name;
  private final ModelFolder folder;
  private final Path prefix;
  private final int shards;
  private final Map<String, Entry> entries;
  private final Map<String, ByteBuffer> held = new ConcurrentHashMap<>();

  private Checkpoint(
      String name, ModelFolder folder, Path prefix, int shards, Map<String, Entry> entries) {
    this.name = name;
    this.folder = folder;
    this.prefix = prefix;
    this.shards = shards;
    this.entries = entries;
  }

  /**
   * Reads the index.
   *
   * @param model starts the sentence of an exception
   * @param folder the model's folder, out of which no link may lead
   * @param prefix the path without {@code .index}
   * @throws MalformedModelException if it is damaged
   * @throws IOException if it cannot be read
   */
  public static Checkpoint open(String model, ModelFolder folder, Path prefix) throws IOException {
    Path index = prefix.resolveSibling(prefix.getFileName() + ".index");
    String name = model + ": " + index.getFileName();
    try (Source source = Source.of(real(name, folder, index))) {
      Map<String, byte[]> records = SortedTable.read(name, source);
      byte[] header = records.remove("");
      int shards = header == null ? 1 : header(name, header);
      Map<String, Entry> entries = new LinkedHashMap<>();
      records.forEach((key, value) -> entries.put(key, entry(name, key, value)));
      return new Checkpoint(name, folder, prefix, shards, entries);
    }
  }

  /** Returns the names of data files that the index names and that are not there. */
  public List<String> missing() {
    return entries.values().stream()
        .map(entry -> data(entry.shard))
        .distinct()
        .filter(file -> !Files.exists(file))
        .map(file -> String.valueOf(file.getFileName()))
        .toList();
  }

  private Path data(int shard) {
    return prefix.resolveSibling(
        String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix.getFileName(), shard, shards));
  }

  /** Returns every tensor's place by its key. */
  public Map<String, Entry> entries() {
    return Map.copyOf(entries);
  }

  /**
   * Returns a tensor.
   *
   * @throws MalformedModelException if the key is missing, or its bytes are damaged
   * @throws IOException if the data file cannot be read
   */
  public Tensor tensor(String key) throws IOException {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw new MalformedModelException(
          name, "has no tensor '" + key + "', which the graph restores a variable from");
    }
    DType dtype = entry.dtype;
    if (dtype == null || dtype == DType.STRING) {
      throw new UnsupportedModelException(
          name, "tensor '" + key + "' has an element type that Tenon does not read");
    }
    if (size(entry.shape, dtype) != entry.size) {
      throw new MalformedModelException(
          name,
          "tensor '"
              + key
              + "' of "
              + dtype.numpyName()
              + entry.shape
              + " is said to take "
              + entry.size
              + " bytes: damaged");
    }
    ByteBuffer known = held.get(key);
    ByteBuffer bytes = known == null ? read(key, entry) : known.duplicate();
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    if (SortedTable.mask(checksum) != entry.checksum) {
      throw new MalformedModelException(
          name,
          "the checksum of tensor '" + key + "' is another: the file is damaged, fetch it again");
    }
    return Tensor.of(dtype, entry.shape.stream().mapToLong(Long::longValue).toArray(), bytes);
  }

  /**
   * Reads tensors into memory, so that no file is needed for them any more; closes the files.
   *
   * @param keys the tensors that will be asked for
   * @throws MalformedModelException if one is outside the data file
   * @throws IOException if the data file cannot be read
   */
  public void hold(Collection<String> keys) throws IOException {
    for (String key : keys) {
      Entry entry = entries.get(key);
      if (entry != null && entry.dtype != null) {
        held.put(key, read(key, entry));
      }
    }
    folder.close();
  }

  private ByteBuffer read(String key, Entry entry) throws IOException {
    Path file = data(entry.shard);
    Source source = folder.source(file.toString(), () -> real(name, folder, file));
    if (entry.offset < 0 || entry.offset > source.size() - entry.size) {
      throw new MalformedModelException(
          name,
          "tensor '"
              + key
              + "' is said to lie at "
              + entry.offset
              + ", the data file has "
              + source.size()
              + " bytes: truncated or damaged");
    }
    return source.slice(entry.offset, entry.size);
  }

  /** Returns the true place of a file, which must lie in the model's folder. */
  private static Path real(String name, ModelFolder folder, Path file) throws IOException {
    Path real = Files.isRegularFile(file) ? folder.real(file) : null;
    if (real == null && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new MalformedModelException(
          name,
          file.getFileName()
              + " is a link out of the model's folder, or no plain file; a SavedModel's variables"
              + " lie in its own folder");
    }
    return real == null ? file : real;
  }

  /** Returns the number of bytes of a tensor, -1 where it is beyond all bounds. */
  private static long size(List<Long> shape, DType dtype) {
    long size = dtype.bytes();
    for (long length : shape) {
      if (length < 0 || (length != 0 && size > Long.MAX_VALUE / length)) {
        return -1;
      }
      size *= length;
    }
    return size;
  }

  private static int header(String name, byte[] bytes) {
    int[] shards = {1};
    fields(
        name,
        bytes,
        (field, input) -> {
          if (field == 1) {
            shards[0] = input.readInt32();
            return true;
          }
          if (field == 2 && input.readEnum() != 0) {
            throw new UnsupportedModelException(name, "was written on a big-endian machine");
          }
          return field == 2;
        });
    if (shards[0] < 1 || shards[0] > MOST_SHARDS) {
      throw new MalformedModelException(
          name, "speaks of " + shards[0] + " data files; damaged, fetch it again");
    }
    return shards[0];
  }

  private static Entry entry(String name, String key, byte[] bytes) {
    long[] numbers = new long[7];
    List<Long> shape = new ArrayList<>();
    fields(
        name,
        bytes,
        (field, input) -> {
          switch (field) {
            case 1, 3, 4, 5 -> numbers[field] = input.readInt64();
            case 6 -> numbers[field] = input.readFixed32();
            case 2 -> fields(name, input.readByteArray(), (f, in) -> dimension(name, f, in, shape));
            case 7 ->
                throw new UnsupportedModelException(
                    name, "tensor '" + key + "' is stored in slices, which Tenon does not read");
            default -> {
              return false;
            }
          }
          return true;
        });
    return new Entry(
        TensorFlowNumbers.dtype((int) numbers[1]),
        shape,
        (int) numbers[3],
        numbers[4],
        numbers[5],
        (int) numbers[6]);
  }

  private static boolean dimension(String name, int field, CodedInputStream input, List<Long> shape)
      throws IOException {
    if (field != 2) {
      return false;
    }
    long[] length = {0};
    fields(
        name,
        input.readByteArray(),
        (f, in) -> {
          if (f == 1) {
            length[0] = in.readInt64();
          }
          return f == 1;
        });
    shape.add(length[0]);
    return true;
  }

  /** Reads a field that it knows and returns true, or leaves it and returns false. */
  @FunctionalInterface
  private interface Fields {
    boolean read(int field, CodedInputStream input) throws IOException;
  }

  private static void fields(String name, byte[] bytes, Fields fields) {
    CodedInputStream input = CodedInputStream.newInstance(bytes);
    try {
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        if (!fields.read(WireFormat.getTagFieldNumber(tag), input)) {
          input.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new MalformedModelException(
          name, "a record is damaged (" + e.getMessage() + "): fetch the file again", e);
    }
  }
}

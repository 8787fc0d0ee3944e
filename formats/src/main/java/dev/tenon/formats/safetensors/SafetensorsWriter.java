package dev.tenon.formats.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.AtomicFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Writes safetensors files, byte for byte as the Python library does. */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * A tensor that is made when it is written.
   *
   * @param dtype its element type
   * @param shape its lengths
   * @param values returns it
   */
  public record Pending(DType dtype, List<Long> shape, Supplier<Tensor> values) {
    public Pending {
      shape = List.copyOf(shape);
    }

    /** Returns a tensor that is there. */
    public static Pending of(Tensor tensor) {
      return new Pending(tensor.dtype(), lengths(tensor.shape()), () -> tensor);
    }

    /** Returns the lengths of an array. */
    public static List<Long> lengths(long[] shape) {
      return Arrays.stream(shape).boxed().toList();
    }

    private long bytes() {
      long bytes = dtype.bytes();
      for (long length : shape) {
        bytes = Math.multiplyExact(bytes, length);
      }
      return bytes;
    }
  }

  /**
   * Writes tensors, those of wide types first, then by name.
   *
   * <p>An existing file is replaced only when the new one is complete.
   *
   * @param metadata texts beside the tensors, such as {@code format: pt} for PyTorch
   * @throws UnsupportedModelException if a tensor has strings or integers of less than eight bits
   * @throws IOException if writing fails
   */
  public static void write(Path path, Map<String, Pending> tensors, Map<String, String> metadata)
      throws IOException {
    List<Map.Entry<String, Pending>> ordered = ordered(path, tensors);
    ByteBuffer header = header(ordered, metadata);
    AtomicFile.write(
        path,
        file -> {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            write(channel, header);
            for (Map.Entry<String, Pending> entry : ordered) {
              write(channel, entry.getValue().values().get().bytes());
            }
          }
        });
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static List<Map.Entry<String, Pending>> ordered(Path path, Map<String, Pending> tensors) {
    List<Map.Entry<String, Pending>> ordered = new ArrayList<>(tensors.entrySet());
    for (Map.Entry<String, Pending> entry : ordered) {
      if (StoredType.nameOf(entry.getValue().dtype()) == null) {
        throw new UnsupportedModelException(
            String.valueOf(path),
            "safetensors files have no type "
                + entry.getValue().dtype().numpyName()
                + ", which '"
                + entry.getKey()
                + "' has");
      }
    }
    ordered.sort(
        Comparator.comparingInt(
                (Map.Entry<String, Pending> entry) -> -StoredType.rank(entry.getValue().dtype()))
            .thenComparing(Map.Entry::getKey, SafetensorsWriter::compareBytes));
    return ordered;
  }

  /** Compares texts by their bytes in UTF-8, which is by code points. */
  private static int compareBytes(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }

  private static ByteBuffer header(
      List<Map.Entry<String, Pending>> tensors, Map<String, String> metadata) throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
      out.writeStartObject();
      if (!metadata.isEmpty()) {
        out.writeObjectFieldStart(HeaderReader.METADATA);
        for (Map.Entry<String, String> text : new TreeMap<>(metadata).entrySet()) {
          out.writeStringField(text.getKey(), text.getValue());
        }
        out.writeEndObject();
      }
      long at = 0;
      for (Map.Entry<String, Pending> entry : tensors) {
        Pending tensor = entry.getValue();
        out.writeObjectFieldStart(entry.getKey());
        out.writeStringField("dtype", StoredType.nameOf(tensor.dtype()));
        out.writeFieldName("shape");
        out.writeArray(
            tensor.shape().stream().mapToLong(Long::longValue).toArray(), 0, tensor.shape().size());
        out.writeFieldName("data_offsets");
        long end = at + tensor.bytes();
        out.writeArray(new long[] {at, end}, 0, 2);
        out.writeEndObject();
        at = end;
      }
      out.writeEndObject();
    }
    int padded = (json.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(padded).put(json.toByteArray());
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }
}

package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedOutputStream;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.AtomicFile;
import dev.tenon.formats.TemporaryNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;

/** Writes ONNX models and streams the weights from their sources. */
public final class OnnxWriter {
  /** Protobuf ends at 2 GiB; the rest is for everything that is no weight. */
  private static final long LARGEST_INLINE = 1_900_000_000L;

  private static final int BUFFER = 1 << 16;
  private static final int SMALLEST_EXTERNAL = 1024;
  private static final int ALIGNMENT = 4096;

  private OnnxWriter() {}

  /**
   * Writes a model; weights of more than 1.9 GB together go to {@code <file name>.data} beside it.
   *
   * <p>Existing files are replaced only when the new ones are complete.
   *
   * @throws IOException if writing fails
   * @throws UnsupportedModelException if the model exceeds 2 GiB even without those weights
   */
  public static void write(Path path, ModelProto model) throws IOException {
    write(path, model, LARGEST_INLINE);
  }

  /**
   * Writes a model that is read once and deleted: into the file itself, and without waiting for the
   * disk.
   *
   * @param path a file that is there
   * @throws IOException if writing fails; the file is then incomplete
   */
  public static void writeTemporary(Path path, ModelProto model) throws IOException {
    if (size(model.getGraph()) <= LARGEST_INLINE) {
      writeModel(path, model);
    } else {
      write(path, model);
    }
  }

  /** Writes a model; weights beyond a limit go to a file of their own. */
  static void write(Path path, ModelProto model, long largestInline) throws IOException {
    if (size(model.getGraph()) <= largestInline) {
      AtomicFile.write(path, file -> writeModel(file, model));
      return;
    }
    TemporaryNames.hidden(path, () -> writeParts(path, model));
  }

  private static Path writeParts(Path path, ModelProto model) throws IOException {
    Path name = path.getFileName();
    Path data = path.resolveSibling(name + ".data");
    try (AtomicFile weights = AtomicFile.beside(data);
        AtomicFile pending = AtomicFile.beside(path)) {
      ModelProto small = moveWeights(model, data.getFileName().toString(), weights.path());
      long rest = size(small.getGraph());
      if (rest > LARGEST_INLINE) {
        throw new UnsupportedModelException(
            path.toString(),
            "the constants inside its nodes take "
                + rest
                + " bytes; an ONNX file holds less than 2 GiB of those");
      }
      writeModel(pending.path(), small);
      weights.commit();
      pending.commit();
    }
    return path;
  }

  private static void writeModel(Path path, ModelProto model) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      CodedOutputStream out =
          CodedOutputStream.newInstance(Channels.newOutputStream(channel), BUFFER);
      model.writeTo(out);
      out.flush();
    }
  }

  private static ModelProto moveWeights(ModelProto model, String location, Path path)
      throws IOException {
    GraphProto.Builder graph = model.getGraph().toBuilder();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      for (int i = 0; i < graph.getInitializerCount(); i++) {
        TensorProto tensor = graph.getInitializer(i);
        if (tensor.getRawData().size() >= SMALLEST_EXTERNAL) {
          long offset = (channel.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
          channel.position(offset);
          for (ByteBuffer part : tensor.getRawData().asReadOnlyByteBufferList()) {
            while (part.hasRemaining()) {
              channel.write(part);
            }
          }
          TensorProto.Builder outside = tensor.toBuilder().clearRawData();
          OnnxFile.setExternal(outside, location, offset, channel.position() - offset);
          graph.setInitializer(i, outside);
        }
      }
    }
    return model.toBuilder().setGraph(graph).build();
  }

  /** Counts the bytes of all tensors; the generated size methods overflow at 2 GiB. */
  private static long size(GraphProto graph) {
    LongAdder size = new LongAdder();
    ModelTensors.visit(graph, tensor -> size.add(size(tensor)));
    return size.sum();
  }

  private static long size(TensorProto tensor) {
    return tensor.getRawData().size()
        + 4L * tensor.getFloatDataCount()
        + 8L * tensor.getDoubleDataCount()
        + 8L * tensor.getInt64DataCount()
        + 8L * tensor.getUint64DataCount()
        + 4L * tensor.getInt32DataCount();
  }
}

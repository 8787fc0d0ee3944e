package dev.tenon.runtime.tensorflow.graph;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.tensorflow.proto.GraphDef;

/**
 * Writes graphs with their maps in the order of the keys. TensorFlow hands the attributes of an
 * operation over in another order each time; one model is to give one file.
 */
public final class SortedMaps {
  private static final int BUFFER = 1 << 16;

  private SortedMaps() {}

  /** Writes a graph. */
  public static void write(GraphDef graph, OutputStream out) throws IOException {
    CodedOutputStream coded = CodedOutputStream.newInstance(out, BUFFER);
    coded.useDeterministicSerialization();
    graph.writeTo(coded);
    coded.flush();
  }

  /** Returns a graph whose maps stay in that order however it is written. */
  public static GraphDef of(GraphDef graph) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(graph, bytes);
      return GraphDef.parseFrom(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

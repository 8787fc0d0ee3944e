package dev.tenon.runtime.tensorflow.saving;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.tensorflow.graph.SortedMaps;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a graph as a frozen GraphDef: weights are constants inside. */
public final class FrozenGraphWriter {
  /** The weights of one message, with room for the rest below 2 GiB. */
  private static final long MOST = 1_900_000_000L;

  private FrozenGraphWriter() {}

  public static void write(Graph graph, ParameterStore parameters, Path file) throws IOException {
    long bytes = 0;
    for (Value value : graph.parameterValues()) {
      Parameter parameter = value.parameter();
      bytes += parameter == null ? 0 : parameter.size() * parameter.dtype().bytes();
    }
    if (bytes > MOST) {
      throw new UnsupportedModelException(
          "the weights of model '"
              + graph.name()
              + "' take "
              + bytes
              + " bytes; a frozen graph is one message of at most 2 GiB: write a SavedModel");
    }
    try (ServedGraph served = ServedGraph.of(graph, parameters, true);
        OutputStream out = Files.newOutputStream(file)) {
      List<String> roots = new ArrayList<>();
      served.inputs().values().forEach(input -> roots.add(input.op().name()));
      served.outputs().values().forEach(output -> roots.add(output.op().name()));
      SortedMaps.write(served.toGraphDef(roots), out);
    }
  }
}

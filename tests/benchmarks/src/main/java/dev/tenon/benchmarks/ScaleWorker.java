package dev.tenon.benchmarks;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tenon.engine.Engine;
import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.importers.onnx.OnnxImporter;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long a network takes to be imported, lowered and compiled, as one line of JSON: medians in
 * seconds.
 *
 * <p>Usage: {@code ScaleWorker keras|onnx FILE RUNS WARM_UP}. The import of a Keras file includes
 * the lowering that reads its weights; {@code lower} is another one. An ONNX file needs none: its
 * parameters become constants. {@code bare} is how long ONNX Runtime alone takes with that file.
 */
public final class ScaleWorker {
  private ScaleWorker() {}

  /** Measures. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[1]);
    int runs = Integer.parseInt(args[2]);
    int warmUp = Integer.parseInt(args[3]);
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int run = 0; run < warmUp + runs; run++) {
      if (run == warmUp) {
        times.clear();
      }
      if (args[0].equals("keras")) {
        keras(file, times);
      } else {
        onnx(file, times);
      }
    }
    StringBuilder json = new StringBuilder("{");
    times.forEach((what, all) -> json.append(String.format("\"%s\": %.7f, ", what, median(all))));
    System.out.println(json.append("\"runs\": ").append(runs).append('}'));
  }

  private static void keras(Path file, Map<String, List<Double>> times) throws IOException {
    long start = System.nanoTime();
    KerasModel model = KerasImporter.read(file);
    start = add(times, "import", start);
    Graph graph = Lowering.lower(model.model(), Mode.INFERENCE).graph();
    add(times, "lower", start);
    if (graph.nodes().size() != model.lowered().graph().nodes().size()) {
      throw new IllegalStateException("a second lowering gives another graph");
    }
    compile(model.lowered().graph(), model.parameters(), times);
  }

  private static void onnx(Path file, Map<String, List<Double>> times) throws IOException {
    long start = System.nanoTime();
    OnnxGraph onnx = OnnxImporter.read(file);
    start = add(times, "import", start);
    Graph graph = Parameters.freeze(onnx.graph(), onnx.store());
    add(times, "lower", start);
    compile(graph, onnx.store(), times);
    start = System.nanoTime();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession bare = OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
      add(times, "bare", start);
      if (bare.getNumOutputs() == 0) {
        throw new IllegalStateException("nothing was compiled");
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void compile(
      Graph graph, ParameterStore parameters, Map<String, List<Double>> times) {
    for (Engine engine : Engine.values()) {
      long start = System.nanoTime();
      try (Executable compiled = GraphEngine.of(engine).compile(graph, parameters, List.of())) {
        add(times, engine.id(), start);
        if (compiled == null) {
          throw new IllegalStateException("nothing was compiled");
        }
      }
    }
  }

  private static long add(Map<String, List<Double>> times, String what, long start) {
    long now = System.nanoTime();
    times.computeIfAbsent(what, key -> new ArrayList<>()).add((now - start) / 1e9);
    return System.nanoTime();
  }

  private static double median(List<Double> times) {
    Collections.sort(times);
    return times.get(times.size() / 2);
  }
}

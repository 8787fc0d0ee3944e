package dev.tenon.internal.backing.onnx;

import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a network remembers that Tenon wrote as ONNX: the pairs of an output and the input that
 * takes it in the next run, which the file names in its metadata.
 */
final class OnnxStates {
  /** States are small; a file that says otherwise is left to its user. */
  private static final long MOST_ELEMENTS = 1L << 26;

  private final Map<String, String> nextByInput = new LinkedHashMap<>();
  private final Map<String, OnnxStructure.Port> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> present = new LinkedHashMap<>();

  /** Runs the file on all of its inputs. */
  @FunctionalInterface
  interface Runner {
    List<Tensor> run(Map<String, Tensor> inputs, List<String> wanted);
  }

  /**
   * Finds the pairs of a file; those that do not fit together are inputs and outputs like others.
   */
  OnnxStates(OnnxStructure structure) {
    structure
        .metadata()
        .forEach(
            (key, next) -> {
              if (key.startsWith(OnnxExporter.STATE)) {
                String name = key.substring(OnnxExporter.STATE.length());
                OnnxStructure.Port input = find(structure.inputs(), name);
                OnnxStructure.Port output = find(structure.outputs(), next);
                if (input != null && output != null && fit(input, output)) {
                  inputs.put(name, input);
                  nextByInput.put(name, next);
                }
              }
            });
  }

  private static OnnxStructure.@Nullable Port find(List<OnnxStructure.Port> ports, String name) {
    return ports.stream().filter(port -> port.name().equals(name)).findFirst().orElse(null);
  }

  private static boolean fit(OnnxStructure.Port input, OnnxStructure.Port output) {
    boolean real = input.type().startsWith("float") || input.type().equals("bfloat16");
    if (!real || !input.type().equals(output.type()) || !input.ranked()) {
      return false;
    }
    long size = 1;
    for (String dim : input.dims()) {
      if (!dim.matches("[0-9]{1,9}")) {
        return false;
      }
      size *= Long.parseLong(dim);
      if (size > MOST_ELEMENTS) {
        return false;
      }
    }
    return input.dims().equals(output.dims());
  }

  boolean isEmpty() {
    return inputs.isEmpty();
  }

  /** Says whether an input is fed, or an output taken, by the states and not by the caller. */
  boolean holds(OnnxStructure.Port port) {
    return nextByInput.containsKey(port.name()) || nextByInput.containsValue(port.name());
  }

  /** Runs from the present states on, and keeps those after it; one thread after the other. */
  synchronized List<Tensor> run(Runner runner, Map<String, Tensor> given, List<String> wanted) {
    Map<String, Tensor> fed = new LinkedHashMap<>(given);
    inputs.forEach((name, port) -> fed.put(name, present.computeIfAbsent(name, n -> zeros(port))));
    List<String> all = new ArrayList<>(wanted);
    all.addAll(nextByInput.values());
    List<Tensor> results = runner.run(fed, all);
    int at = wanted.size();
    for (String name : nextByInput.keySet()) {
      present.put(name, results.get(at++));
    }
    return List.copyOf(results.subList(0, wanted.size()));
  }

  synchronized void reset() {
    present.clear();
  }

  private static Tensor zeros(OnnxStructure.Port port) {
    return Tensor.zeros(port.dtype(), port.dims().stream().mapToLong(Long::parseLong).toArray());
  }
}

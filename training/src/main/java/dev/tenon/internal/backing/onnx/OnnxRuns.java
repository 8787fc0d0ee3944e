package dev.tenon.internal.backing.onnx;

import dev.tenon.engine.Engine;
import dev.tenon.error.MalformedModelException;
import dev.tenon.importers.onnx.OnnxGraph;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.Parameters;
import dev.tenon.ir.pass.RunGuards;
import dev.tenon.limits.RunLimits;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.runtime.OnnxFileEngine;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What runs an ONNX file: sessions of ONNX Runtime on the file as it is, and graphs of operators
 * that another engine compiled; one for each set of inner values that was asked for.
 */
final class OnnxRuns implements AutoCloseable {
  private RunLimits limits = RunLimits.DEFAULTS;
  private final Map<List<String>, OnnxFileEngine.Opened> opened = new LinkedHashMap<>();
  private final Map<List<String>, Executable> compiled = new LinkedHashMap<>();
  private @Nullable ParameterStore compiledStore;

  /** Returns a session on the content's present file. */
  OnnxFileEngine.Opened session(OnnxContent content, List<String> inner) {
    OnnxFileEngine.@Nullable Opened known = opened.get(inner);
    if (known != null) {
      return known;
    }
    try {
      OnnxFileEngine.Opened session =
          OnnxFileEngine.of(Engine.ONNX_RUNTIME).open(content.present(), inner, limits);
      opened.put(inner, session);
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the outputs and some inner values of a session. */
  static List<Tensor> run(
      OnnxFileEngine.Opened session,
      Map<String, Tensor> inputs,
      List<String> wanted,
      Deadline deadline) {
    List<Value> values = new ArrayList<>();
    for (String name : wanted) {
      values.add(find(session.outputs(), name));
    }
    return session.executable().run(inputs, values, deadline);
  }

  private static Value find(List<Value> outputs, String name) {
    return outputs.stream()
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the model has no output '" + name + "'"));
  }

  /** Returns the graph's outputs and some of its inner values, compiled by an engine. */
  Executable executable(Engine engine, OnnxGraph onnx, List<String> inner) {
    if (onnx.store() != compiledStore) {
      // Another reading of the file, whose values are others of the same names.
      closeCompiled();
      compiledStore = onnx.store();
    }
    List<String> key = new ArrayList<>(inner);
    key.add(0, engine.id());
    return compiled.computeIfAbsent(
        key,
        name -> {
          LinkedHashSet<Value> values = new LinkedHashSet<>(onnx.graph().outputs());
          inner.forEach(each -> values.add(onnx.values().get(each)));
          values.removeIf(value -> !isComputed(onnx, value));
          List<Value> results = List.copyOf(values);
          Graph wide =
              new Graph(
                  onnx.graph().name(),
                  onnx.graph().inputs(),
                  onnx.graph().nodes(),
                  results,
                  results.stream().map(Value::name).toList());
          GraphEngine runs = GraphEngine.of(engine);
          try {
            // Constants are folded, and need no operator that turns them round in every run.
            Graph frozen =
                RunGuards.apply(
                    Parameters.freeze(wide, onnx.store()),
                    limits.elements(),
                    limits.loopTurns(),
                    limits.checksInRun());
            return runs.compile(frozen, onnx.store(), List.of());
          } catch (IllegalArgumentException e) {
            // What an operator cannot be given, such as operands of two types.
            throw new MalformedModelException(
                "the engine " + engine + " cannot build the file's graph: " + e.getMessage(), e);
          }
        });
  }

  /** Returns the values of the graph by the names that the file gives them. */
  static Map<String, Value> find(OnnxGraph onnx, List<String> wanted) {
    Map<String, Value> found = new LinkedHashMap<>();
    for (String name : wanted) {
      int output = onnx.graph().outputNames().indexOf(name);
      Value value = output >= 0 ? onnx.graph().outputs().get(output) : onnx.values().get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "the model has no value '" + name + "' inside; it has " + onnx.values().keySet());
      }
      found.put(name, value);
    }
    return found;
  }

  /** Returns values of the graph, those that nothing computes among them. */
  static List<Tensor> run(
      Executable executable,
      OnnxGraph onnx,
      Map<String, Tensor> inputs,
      List<Value> wanted,
      Deadline deadline) {
    List<Value> asked =
        wanted.stream().filter(value -> isComputed(onnx, value)).distinct().toList();
    List<Tensor> found = asked.isEmpty() ? List.of() : executable.run(inputs, asked, deadline);
    List<Tensor> results = new ArrayList<>();
    for (Value value : wanted) {
      if (onnx.graph().inputs().contains(value)) {
        results.add(Objects.requireNonNull(inputs.get(value.name())));
      } else {
        Tensor constant = known(onnx, value);
        results.add(constant == null ? found.get(asked.indexOf(value)) : constant);
      }
    }
    return results;
  }

  private static boolean isComputed(OnnxGraph onnx, Value value) {
    return known(onnx, value) == null && !onnx.graph().inputs().contains(value);
  }

  /** Returns what needs no engine: constants and weights. */
  private static @Nullable Tensor known(OnnxGraph onnx, Value value) {
    return value.parameter() != null ? onnx.store().get(value.parameter()) : value.constant();
  }

  /** Limits what is opened and compiled from now on; what is open with other limits ends. */
  void setLimits(RunLimits chosen) {
    if (!chosen.equals(limits.time(chosen.time()))) {
      close();
    }
    limits = chosen;
  }

  /** Ends all, such as those with weights that have become old. */
  @Override
  public void close() {
    opened.values().forEach(session -> session.executable().close());
    opened.clear();
    closeCompiled();
  }

  private void closeCompiled() {
    compiled.values().forEach(Executable::close);
    compiled.clear();
  }
}

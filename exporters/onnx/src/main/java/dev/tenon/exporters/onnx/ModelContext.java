package dev.tenon.exporters.onnx;

import dev.tenon.ir.graph.Value;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the writers of a model's graphs share. */
final class ModelContext {
  private final OnnxOptions options;
  private final FreshNames names = new FreshNames();
  private final FreshNames nodeNames = new FreshNames();
  private final Map<Value, String> outputs = new IdentityHashMap<>();
  private final SortedMap<String, Long> domains = new TreeMap<>();
  private final List<String> unsupported = new ArrayList<>();
  private final Set<DType> types = EnumSet.noneOf(DType.class);

  ModelContext(OnnxOptions options) {
    this.options = options;
  }

  OnnxOptions options() {
    return options;
  }

  /** The names of values. */
  FreshNames names() {
    return names;
  }

  /** The names of nodes, which ONNX keeps apart from those of values. */
  FreshNames nodeNames() {
    return nodeNames;
  }

  /** The name of every output by its value. */
  Map<Value, String> outputs() {
    return outputs;
  }

  /** The domains of operators that are not ONNX's own, and the version that each needs at least. */
  SortedMap<String, Long> domains() {
    return domains;
  }

  /** The element types of values. */
  Set<DType> types() {
    return types;
  }

  /** One line for each thing that cannot be written. */
  List<String> unsupported() {
    return unsupported;
  }
}

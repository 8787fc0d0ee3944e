package dev.tenon.exporters.onnx;

import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.graph.Value;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the writers of a model's graphs share.
 *
 * @param names the names of values
 * @param nodeNames the names of nodes, which ONNX keeps apart from those of values
 * @param outputs the name of every output by its value
 * @param domains the domains of operators that are not ONNX's own, and the version that each needs
 *     at least
 * @param types the element types of values
 * @param unsupported one line for each thing that cannot be written
 */
record ModelContext(
    OnnxOptions options,
    UniqueNames names,
    UniqueNames nodeNames,
    Map<Value, String> outputs,
    SortedMap<String, Long> domains,
    Set<DType> types,
    List<String> unsupported) {
  ModelContext(OnnxOptions options) {
    this(
        options,
        UniqueNames.withoutEmpty("value"),
        UniqueNames.withoutEmpty("value"),
        new IdentityHashMap<>(),
        new TreeMap<>(),
        EnumSet.noneOf(DType.class),
        new ArrayList<>());
  }
}

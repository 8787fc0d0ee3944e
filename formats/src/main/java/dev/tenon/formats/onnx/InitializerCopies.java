package dev.tenon.formats.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Copies of initializers, and which nodes read a copy instead of the original.
 *
 * @param originals the copied initializer of each copy, in order; a copy with the name of an
 *     Identity's result takes the place of that node
 * @param readers the copies that a node reads instead, by the first result of the node and the
 *     position of the input
 */
public record InitializerCopies(
    Map<String, String> originals, Map<String, Map<Integer, String>> readers) {
  /** No copies. */
  public static final InitializerCopies NONE = new InitializerCopies(Map.of(), Map.of());

  public InitializerCopies {
    originals = Collections.unmodifiableMap(new LinkedHashMap<>(originals));
    readers = Map.copyOf(readers);
  }

  /** Returns the original of a copy; the name itself for other initializers. */
  public String original(String name) {
    return originals.getOrDefault(name, name);
  }

  /**
   * Returns what a node reads with all copies made; nothing for a node that a copy takes the place
   * of.
   *
   * @param inputs what it reads in the file
   * @param outputs its results
   */
  public List<String> inputs(List<String> inputs, List<String> outputs) {
    return isReplaced(outputs) ? List.of() : inputs(inputs, outputs, name -> true);
  }

  private boolean isReplaced(List<String> outputs) {
    return outputs.size() == 1 && originals.containsKey(outputs.get(0));
  }

  private List<String> inputs(List<String> inputs, List<String> outputs, Predicate<String> wanted) {
    Map<Integer, String> others = outputs.isEmpty() ? null : readers.get(outputs.get(0));
    if (others == null) {
      return inputs;
    }
    String[] changed = inputs.toArray(String[]::new);
    others.forEach(
        (input, copy) -> {
          if (wanted.test(copy)) {
            changed[input] = copy;
          }
        });
    return List.of(changed);
  }

  /**
   * Returns a model with some of the copies, at the end of its initializers.
   *
   * @param wanted says of a copy whether it is made
   */
  public ModelProto apply(ModelProto model, Predicate<String> wanted) {
    if (originals.keySet().stream().noneMatch(wanted)) {
      return model;
    }
    GraphProto.Builder graph = model.getGraph().toBuilder().clearNode();
    Map<String, TensorProto> tensors = new HashMap<>();
    graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    originals.forEach(
        (copy, original) -> {
          TensorProto tensor = tensors.get(original);
          if (tensor != null && wanted.test(copy)) {
            graph.addInitializer(tensor.toBuilder().setName(copy));
          }
        });
    for (NodeProto node : model.getGraph().getNodeList()) {
      List<String> outputs = node.getOutputList();
      if (isReplaced(outputs) && wanted.test(outputs.get(0))) {
        continue;
      }
      List<String> read = inputs(node.getInputList(), outputs, wanted);
      graph.addNode(
          read.equals(node.getInputList())
              ? node
              : node.toBuilder().clearInput().addAllInput(read).build());
    }
    return model.toBuilder().setGraph(graph).build();
  }
}

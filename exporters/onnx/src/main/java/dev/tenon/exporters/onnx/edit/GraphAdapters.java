package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.Subgraphs;
import dev.tenon.initializers.Initializer;
import dev.tenon.initializers.Initializers;
import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds low-rank adapters to the weights of MatMul and Gemm, and merges them.
 *
 * <p>An adapter is {@code Add(W, Mul(MatMul(first, second), scale))}, whose result all nodes read
 * in place of W; a scale of 1 has no Mul. The factors are initializers, A on the side of the inputs
 * and B on that of the outputs.
 */
public final class GraphAdapters {
  /** Ends the name of the factor on the side of the inputs. */
  public static final String A = ".lora_A";

  /** Ends the name of the factor on the side of the outputs. */
  public static final String B = ".lora_B";

  private GraphAdapters() {}

  /**
   * Returns the names of the weights that can have an adapter, and whether each has its outputs
   * first: matrices of float32 that MatMul and Gemm read as their second input.
   */
  public static Map<String, Boolean> adaptable(GraphProto graph) {
    Map<String, TensorProto> matrices = new HashMap<>();
    for (TensorProto tensor : graph.getInitializerList()) {
      if (tensor.getDimsCount() == 2 && tensor.getDataType() == DataType.FLOAT_VALUE) {
        matrices.put(tensor.getName(), tensor);
      }
    }
    graph.getInputList().forEach(input -> matrices.remove(input.getName()));
    graph.getOutputList().forEach(output -> matrices.remove(output.getName()));
    graph
        .getNodeList()
        .forEach(
            node ->
                Subgraphs.of(node)
                    .forEach(
                        inner -> {
                          Set<String> reads = new HashSet<>();
                          GraphCut.reads(inner, reads);
                          matrices.keySet().removeAll(reads);
                        }));
    Map<String, String> turned = new HashMap<>();
    Map<String, Boolean> found = new LinkedHashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      if (node.getOpType().equals("Transpose") && matrices.containsKey(node.getInput(0))) {
        turned.put(node.getOutput(0), node.getInput(0));
      }
      boolean gemm = node.getOpType().equals("Gemm");
      if ((gemm || node.getOpType().equals("MatMul")) && node.getInputCount() > 1) {
        String read = node.getInput(1);
        boolean flipped = gemm && flag(node, "transB");
        String behind = turned.getOrDefault(read, read);
        // A product of two weights is an adapter, or a weight that is made of others.
        if (matrices.containsKey(behind) && !matrices.containsKey(node.getInput(0))) {
          found.putIfAbsent(behind, flipped != turned.containsKey(read));
        }
      }
    }
    found.keySet().removeAll(adapters(graph).keySet());
    return found;
  }

  private static boolean flag(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .anyMatch(attribute -> attribute.getName().equals(name) && attribute.getI() != 0);
  }

  /**
   * Returns a graph with adapters of weights.
   *
   * @param configs the adapters by weight, of those of {@link #adaptable}
   */
  public static GraphProto add(GraphProto graph, Map<String, LoraConfig> configs) {
    Map<String, Boolean> outputsFirst = adaptable(graph);
    UniqueNames names = names(graph);
    Map<String, String> results = new HashMap<>();
    List<NodeProto> nodes = new ArrayList<>();
    GraphProto.Builder changed = graph.toBuilder().clearNode();
    for (TensorProto tensor : graph.getInitializerList()) {
      String weight = tensor.getName();
      LoraConfig config = configs.get(weight);
      if (config == null) {
        continue;
      }
      boolean flipped = outputsFirst.getOrDefault(weight, false);
      Tensor a = factor(config.aInitializer(), weight, tensor.getDims(flipped ? 1 : 0), config);
      Tensor b = factor(config.bInitializer(), weight, tensor.getDims(flipped ? 0 : 1), config);
      String first = names.unique(weight + A);
      String second = names.unique(weight + B);
      changed.addInitializer(OnnxFile.proto(first, flipped ? a.transpose(1, 0) : a));
      changed.addInitializer(OnnxFile.proto(second, flipped ? b : b.transpose(1, 0)));
      String product = names.unique(weight + ".lora_product");
      nodes.add(node("MatMul", product, flipped ? second : first, flipped ? first : second));
      if (config.scale() != 1) {
        String scale = names.unique(weight + ".lora_scale");
        AttributeProto value =
            GraphEdit.attribute("value", Tensor.full(DType.FLOAT32, config.scale()));
        nodes.add(node("Constant", scale).toBuilder().addAttribute(value).build());
        String scaled = names.unique(weight + ".lora_scaled");
        nodes.add(node("Mul", scaled, product, scale));
        product = scaled;
      }
      String result = names.unique(weight + ".lora");
      nodes.add(node("Add", result, weight, product));
      results.put(weight, result);
    }
    changed.addAllNode(nodes);
    graph.getNodeList().forEach(node -> changed.addNode(reading(node, results)));
    return changed.build();
  }

  /** Draws a factor with the rank last. */
  private static Tensor factor(
      Initializer initializer, String weight, long length, LoraConfig config) {
    return Initializers.start(
        new Parameter(
            weight,
            weight,
            new long[] {length, config.rank()},
            DType.FLOAT32,
            Parameter.Role.WEIGHT,
            initializer.toKeras()));
  }

  private static UniqueNames names(GraphProto graph) {
    UniqueNames names = new UniqueNames();
    graph.getInitializerList().forEach(tensor -> names.take(tensor.getName()));
    graph.getInputList().forEach(input -> names.take(input.getName()));
    graph
        .getNodeList()
        .forEach(
            node -> {
              names.takeAll(node.getOutputList());
              names.take(node.getName());
            });
    return names;
  }

  private static NodeProto node(String opType, String result, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(opType)
        .setName(result)
        .addAllInput(List.of(inputs))
        .addOutput(result)
        .build();
  }

  private static NodeProto reading(NodeProto node, Map<String, String> results) {
    NodeProto.Builder changed = null;
    for (int i = 0; i < node.getInputCount(); i++) {
      String now = results.get(node.getInput(i));
      if (now != null) {
        changed = changed == null ? node.toBuilder() : changed;
        changed.setInput(i, now);
      }
    }
    return changed == null ? node : changed.build();
  }

  /**
   * An adapter in a graph.
   *
   * @param weight the name of the adapted weight
   * @param first the name of the first factor of the product
   * @param second the name of the second one
   * @param scale the factor of the product
   * @param nodes the nodes, the sum first
   */
  public record Adapter(
      String weight, String first, String second, double scale, List<NodeProto> nodes) {
    public Adapter {
      nodes = List.copyOf(nodes);
    }

    /** Returns whether the weight has its outputs first, as PyTorch's. */
    public boolean outputsFirst() {
      return first.endsWith(B);
    }

    /** Returns the name of the factor on the side of the inputs. */
    public String a() {
      return outputsFirst() ? second : first;
    }

    /** Returns the name of the factor on the side of the outputs. */
    public String b() {
      return outputsFirst() ? first : second;
    }
  }

  /** Returns the adapters of a graph by the names of the weights. */
  public static Map<String, Adapter> adapters(GraphProto graph) {
    Set<String> weights = new HashSet<>();
    Map<String, NodeProto> producers = new HashMap<>();
    graph.getInitializerList().forEach(tensor -> weights.add(tensor.getName()));
    for (NodeProto node : graph.getNodeList()) {
      node.getOutputList().forEach(output -> producers.put(output, node));
    }
    Map<String, Adapter> found = new LinkedHashMap<>();
    for (NodeProto node : graph.getNodeList()) {
      Adapter adapter = adapter(node, weights, producers);
      if (adapter != null) {
        found.put(adapter.weight(), adapter);
      }
    }
    return found;
  }

  private static @Nullable Adapter adapter(
      NodeProto add, Set<String> weights, Map<String, NodeProto> producers) {
    if (!add.getOpType().equals("Add") || !weights.contains(add.getInput(0))) {
      return null;
    }
    List<NodeProto> nodes = new ArrayList<>(List.of(add));
    NodeProto product = producers.get(add.getInput(1));
    double scale = 1;
    if (product != null && product.getOpType().equals("Mul")) {
      NodeProto constant = producers.get(product.getInput(1));
      if (constant == null
          || !constant.getOpType().equals("Constant")
          || constant.getAttributeCount() != 1
          || constant.getAttribute(0).getT().getDimsCount() != 0) {
        return null;
      }
      scale = OnnxFile.tensor(constant.getAttribute(0).getT(), null).getDouble(0);
      nodes.addAll(List.of(product, constant));
      product = producers.get(product.getInput(0));
    }
    if (product == null
        || !product.getOpType().equals("MatMul")
        || !weights.containsAll(product.getInputList())) {
      return null;
    }
    nodes.add(product);
    return new Adapter(add.getInput(0), product.getInput(0), product.getInput(1), scale, nodes);
  }

  /** Returns a graph whose adapters are merged into the weights. */
  public static GraphProto merge(GraphProto graph) {
    Map<String, Adapter> adapters = adapters(graph);
    Map<String, TensorProto> tensors = new HashMap<>();
    graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    Set<NodeProto> dropped = new HashSet<>();
    Set<String> factors = new HashSet<>();
    Map<String, String> results = new HashMap<>();
    for (Adapter adapter : adapters.values()) {
      dropped.addAll(adapter.nodes());
      factors.addAll(List.of(adapter.first(), adapter.second()));
      results.put(adapter.nodes().get(0).getOutput(0), adapter.weight());
    }
    GraphProto.Builder changed = graph.toBuilder().clearNode().clearInitializer().clearValueInfo();
    graph.getNodeList().stream()
        .filter(node -> !dropped.contains(node))
        .forEach(node -> changed.addNode(reading(node, results)));
    for (TensorProto tensor : graph.getInitializerList()) {
      Adapter adapter = adapters.get(tensor.getName());
      if (adapter != null) {
        changed.addInitializer(merged(tensor, adapter, tensors));
      } else if (!factors.contains(tensor.getName())) {
        changed.addInitializer(tensor);
      }
    }
    graph.getValueInfoList().stream()
        .filter(info -> dropped.stream().noneMatch(n -> n.getOutputList().contains(info.getName())))
        .forEach(changed::addValueInfo);
    return changed.build();
  }

  private static TensorProto merged(
      TensorProto weight, Adapter adapter, Map<String, TensorProto> tensors) {
    TensorProto first = tensors.get(adapter.first());
    TensorProto second = tensors.get(adapter.second());
    if (first == null || second == null) {
      throw new IllegalStateException("no factors of '" + adapter.weight() + "'");
    }
    Tensor product = OnnxFile.tensor(first, null).matmul(OnnxFile.tensor(second, null));
    Tensor sum = OnnxFile.tensor(weight, null).add(product.multiply((float) adapter.scale()));
    return OnnxFile.proto(weight.getName(), sum);
  }
}

package dev.tenon.inspect;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What ONNX Runtime itself computes for every node of a file, with nothing of Tenon in between: all
 * values are made outputs, and each If is replaced by the branch that the inputs take.
 */
final class AllNodes {
  private final Map<String, Tensor> inputs;
  private final Map<String, String> paths = new LinkedHashMap<>();
  private GraphProto graph;
  private final ModelProto model;

  private AllNodes(Path file, Map<String, Tensor> inputs) throws IOException {
    this.inputs = inputs;
    this.model = ModelProto.parseFrom(Files.readAllBytes(file));
    this.graph = model.getGraph();
  }

  /** Returns the values by path: names inside a branch come behind those of its If nodes. */
  static Map<String, Tensor> of(Path file, Map<String, Tensor> inputs)
      throws IOException, OrtException {
    AllNodes all = new AllNodes(file, inputs);
    while (all.graph.getNodeList().stream().anyMatch(node -> node.getOpType().equals("If"))) {
      all.inline();
    }
    List<String> names =
        all.graph.getNodeList().stream()
            .flatMap(node -> node.getOutputList().stream())
            .filter(name -> !name.isEmpty())
            .toList();
    Map<String, Tensor> values = new LinkedHashMap<>();
    all.run(names)
        .forEach((name, value) -> values.put(all.paths.getOrDefault(name, "") + name, value));
    return values;
  }

  private void inline() throws OrtException {
    List<NodeProto> ifs =
        graph.getNodeList().stream().filter(node -> node.getOpType().equals("If")).toList();
    Map<String, Tensor> conditions = run(ifs.stream().map(node -> node.getInput(0)).toList());
    GraphProto.Builder flat = graph.toBuilder().clearNode();
    for (NodeProto node : graph.getNodeList()) {
      if (!node.getOpType().equals("If")) {
        flat.addNode(node);
        continue;
      }
      boolean holds = conditions.get(node.getInput(0)).getLong(0) != 0;
      GraphProto branch = branch(node, holds ? "then_branch" : "else_branch");
      String first = node.getOutput(0);
      String path =
          paths.getOrDefault(first, "") + (node.getName().isEmpty() ? first : node.getName()) + "/";
      flat.addAllInitializer(branch.getInitializerList());
      for (NodeProto inner : branch.getNodeList()) {
        flat.addNode(inner);
        inner.getOutputList().forEach(name -> paths.put(name, path));
      }
      for (int i = 0; i < node.getOutputCount(); i++) {
        flat.addNode(
            NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(branch.getOutput(i).getName())
                .addOutput(node.getOutput(i)));
      }
    }
    graph = flat.build();
  }

  private static GraphProto branch(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .map(AttributeProto::getG)
        .findFirst()
        .orElseThrow();
  }

  private Map<String, Tensor> run(List<String> names) throws OrtException {
    GraphProto.Builder wide = graph.toBuilder().clearOutput();
    names.stream()
        .distinct()
        .forEach(name -> wide.addOutput(ValueInfoProto.newBuilder().setName(name)));
    byte[] bytes = model.toBuilder().setGraph(wide).build().toByteArray();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> fed = new LinkedHashMap<>();
    try (OrtSession session = environment.createSession(bytes)) {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        fed.put(input.getKey(), ort(environment, input.getValue()));
      }
      Map<String, Tensor> values = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(fed)) {
        result.forEach(entry -> values.put(entry.getKey(), tensor((OnnxTensor) entry.getValue())));
      }
      return values;
    } finally {
      fed.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor ort(OrtEnvironment environment, Tensor tensor) throws OrtException {
    return tensor.dtype() == DType.INT64
        ? OnnxTensor.createTensor(
            environment, LongBuffer.wrap(tensor.toLongArray()), tensor.shape())
        : OnnxTensor.createTensor(
            environment, FloatBuffer.wrap(tensor.toFloatArray()), tensor.shape());
  }

  private static Tensor tensor(OnnxTensor value) {
    TensorInfo info = value.getInfo();
    DType type =
        switch (info.type) {
          case FLOAT -> DType.FLOAT32;
          case INT64 -> DType.INT64;
          case INT32 -> DType.INT32;
          case BOOL -> DType.BOOL;
          default -> throw new IllegalStateException("a value of " + info);
        };
    return Tensor.of(type, info.getShape(), value.getByteBuffer());
  }
}

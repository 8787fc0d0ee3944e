package dev.tenon.importers.onnx.structure;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.MessageLite;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns a model message into {@link OnnxDetails}. */
final class DetailsReader {
  private final @Nullable ModelFolder folder;

  private DetailsReader(@Nullable ModelFolder folder) {
    this.folder = folder;
  }

  static OnnxDetails read(Source source) {
    ModelProto model = OnnxFile.parse(source);
    DetailsReader reader = new DetailsReader(source.folder());
    Map<String, OnnxDetails.Body> functions = new TreeMap<>();
    for (FunctionProto function : model.getFunctionsList()) {
      functions.put(function.getDomain() + ":" + function.getName(), reader.body(function));
    }
    return new OnnxDetails(StructureReader.opsets(model), reader.body(model.getGraph()), functions);
  }

  private OnnxDetails.Body body(GraphProto graph) {
    List<OnnxDetails.Content> tensors =
        graph.getInitializerList().stream().map(this::content).toList();
    Set<String> known = new HashSet<>();
    tensors.forEach(tensor -> known.add(tensor.name()));
    return new OnnxDetails.Body(
        StructureReader.ports(graph.getInputList()).stream()
            .filter(port -> !known.contains(port.name()))
            .toList(),
        StructureReader.ports(graph.getOutputList()),
        nodes(graph.getNodeList()),
        tensors);
  }

  private OnnxDetails.Body body(FunctionProto function) {
    return new OnnxDetails.Body(
        function.getInputList().stream().map(DetailsReader::untyped).toList(),
        function.getOutputList().stream().map(DetailsReader::untyped).toList(),
        nodes(function.getNodeList()),
        List.of());
  }

  private static OnnxStructure.Port untyped(String name) {
    return new OnnxStructure.Port(name, "", false, List.of());
  }

  private List<OnnxStructure.Node> nodes(List<NodeProto> nodes) {
    return nodes.stream()
        .map(node -> StructureReader.node(node, attributes(node.getAttributeList())))
        .toList();
  }

  private Map<String, Object> attributes(List<AttributeProto> attributes) {
    Map<String, Object> values = new TreeMap<>();
    attributes.forEach(attribute -> values.put(attribute.getName(), value(attribute)));
    return values;
  }

  private Object value(AttributeProto attribute) {
    if (!attribute.getRefAttrName().isEmpty()) {
      return "attribute " + attribute.getRefAttrName() + " of the function";
    }
    return switch (attribute.getType()) {
      case TENSOR -> content(attribute.getT());
      case GRAPH -> body(attribute.getG());
      case TENSORS -> attribute.getTensorsList().stream().map(this::content).toList();
      case GRAPHS -> attribute.getGraphsList().stream().map(this::body).toList();
      case FLOAT, INT, STRING, FLOATS, INTS, STRINGS -> AttributeSummary.word(attribute);
      default -> AttributeSummary.word(attribute) + " " + fingerprint(attribute);
    };
  }

  private OnnxDetails.Content content(TensorProto proto) {
    boolean known = OnnxFile.isSupported(proto.getDataType());
    Tensor values = known ? OnnxFile.tensor(proto, folder) : null;
    return new OnnxDetails.Content(
        proto.getName(),
        OnnxFile.dataTypeName(proto.getDataType()),
        proto.getDimsList(),
        values,
        known ? "" : fingerprint(proto.toBuilder().clearName().clearDocString().build()));
  }

  private static String fingerprint(MessageLite message) {
    return Source.of("message", message.toByteArray()).sha256();
  }
}

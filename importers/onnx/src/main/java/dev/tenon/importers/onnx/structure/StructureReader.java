package dev.tenon.importers.onnx.structure;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.tenon.error.MalformedModelException;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.Subgraphs;
import dev.tenon.formats.onnx.ZipMapRemoval;
import dev.tenon.importers.onnx.proto.FunctionCheck;
import dev.tenon.importers.onnx.proto.GraphCheck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns a model message into {@link OnnxStructure}. */
final class StructureReader {
  private static final String STANDARD = "ai.onnx";

  private final Source source;
  private final boolean contents;

  private StructureReader(Source source, boolean contents) {
    this.source = source;
    this.contents = contents;
  }

  static OnnxStructure read(Source source) {
    ModelProto model = OnnxFile.parse(source);
    Map<String, Long> opsets = namedOpsets(source.name(), model);
    new GraphCheck(source.name()).check(model.getGraph());
    FunctionCheck.check(source.name(), model, source.limits());
    OnnxStructure structure = new StructureReader(source, false).structure(model, opsets);
    checkWeights(source, structure.initializers());
    return structure;
  }

  static OnnxStructure readContents(Source source) {
    ModelProto model = OnnxFile.parse(source);
    return new StructureReader(source, true).structure(model, opsets(model));
  }

  private static void checkWeights(Source source, List<OnnxStructure.Initializer> weights) {
    long bytes = source.size();
    for (OnnxStructure.Initializer weight : weights) {
      String where = source.name() + ": initializer '" + weight.name() + "'";
      source.limits().checkElements(where, weight.shape());
      bytes += weight.external() ? weight.bytes() : 0;
    }
    source.limits().checkBytes(source.name(), bytes);
  }

  private OnnxStructure structure(ModelProto model, Map<String, Long> opsets) {
    GraphProto graph = model.getGraph();
    OnnxStructure.Body body = body(graph);
    Map<String, OnnxStructure.Body> functions = new TreeMap<>();
    for (FunctionProto function : model.getFunctionsList()) {
      functions.put(function.getDomain() + ":" + function.getName(), body(function));
    }
    String producer = model.getProducerName() + " " + model.getProducerVersion();
    return new OnnxStructure(
        graph.getName(),
        model.getIrVersion(),
        opsets,
        producer.strip(),
        metadata(model),
        body.inputs(),
        // Contents are those of the file as it is; a caller gets tensors.
        contents
            ? body.outputs()
            : ports(ZipMapRemoval.toTensors(model).getGraph().getOutputList()),
        body.nodes(),
        body.initializers(),
        functions,
        counts(graph));
  }

  private OnnxStructure.Body body(GraphProto graph) {
    Set<String> known = new HashSet<>();
    graph.getInitializerList().forEach(tensor -> known.add(tensor.getName()));
    return new OnnxStructure.Body(
        ports(graph.getInputList()).stream().filter(port -> !known.contains(port.name())).toList(),
        ports(graph.getOutputList()),
        graph.getNodeList().stream().map(this::node).toList(),
        graph.getInitializerList().stream().map(this::tensor).toList());
  }

  private OnnxStructure.Body body(FunctionProto function) {
    return new OnnxStructure.Body(
        function.getInputList().stream().map(StructureReader::untyped).toList(),
        function.getOutputList().stream().map(StructureReader::untyped).toList(),
        function.getNodeList().stream().map(this::node).toList(),
        List.of());
  }

  private static OnnxStructure.Port untyped(String name) {
    return new OnnxStructure.Port(name, "", false, List.of());
  }

  private OnnxStructure.Initializer tensor(TensorProto proto) {
    OnnxStructure.Initializer sizes = InitializerSizes.read(source.name(), proto);
    if (!contents) {
      return sizes;
    }
    boolean known = OnnxFile.isSupported(proto.getDataType());
    return new OnnxStructure.Initializer(
        sizes.name(),
        sizes.type(),
        sizes.shape(),
        sizes.bytes(),
        sizes.external(),
        known ? OnnxFile.tensor(proto, source.folder()) : null,
        known ? "" : fingerprint(proto.toBuilder().clearName().clearDocString().build()));
  }

  private Object value(AttributeProto attribute) {
    if (contents && !attribute.getRefAttrName().isEmpty()) {
      return "attribute " + attribute.getRefAttrName() + " of the function";
    }
    return switch (attribute.getType()) {
      case FLOAT -> attribute.getF();
      case INT -> attribute.getI();
      case STRING -> attribute.getS().toStringUtf8();
      case FLOATS -> List.copyOf(attribute.getFloatsList());
      case INTS -> List.copyOf(attribute.getIntsList());
      case STRINGS -> attribute.getStringsList().stream().map(ByteString::toStringUtf8).toList();
      default -> contents ? content(attribute) : words(attribute);
    };
  }

  /** Says what an attribute is, without the values of tensors and the insides of graphs. */
  private static String words(AttributeProto attribute) {
    TensorProto tensor = attribute.getT();
    return switch (attribute.getType()) {
      case TENSOR -> "tensor " + OnnxFile.dataTypeName(tensor.getDataType()) + tensor.getDimsList();
      case GRAPH -> "graph of " + attribute.getG().getNodeCount() + " nodes";
      default -> attribute.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private Object content(AttributeProto attribute) {
    return switch (attribute.getType()) {
      case TENSOR -> tensor(attribute.getT());
      case GRAPH -> body(attribute.getG());
      case TENSORS -> attribute.getTensorsList().stream().map(this::tensor).toList();
      case GRAPHS -> attribute.getGraphsList().stream().map(this::body).toList();
      default -> words(attribute) + " " + fingerprint(attribute);
    };
  }

  private static String fingerprint(MessageLite message) {
    return Source.of("message", message.toByteArray()).sha256();
  }

  private static Map<String, Long> namedOpsets(String where, ModelProto model) {
    Map<String, Long> opsets = opsets(model);
    if (opsets.isEmpty()) {
      throw new MalformedModelException(
          where,
          "names no opset (opset_import is empty), so nothing says what its operators mean:"
              + " export it again, or set it in Python with onnx.helper.make_opsetid");
    }
    return opsets;
  }

  private static Map<String, Long> opsets(ModelProto model) {
    Map<String, Long> opsets = new TreeMap<>();
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      opsets.merge(domain(set.getDomain()), set.getVersion(), Math::max);
    }
    return opsets;
  }

  private static Map<String, String> metadata(ModelProto model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (StringStringEntryProto entry : model.getMetadataPropsList()) {
      metadata.put(entry.getKey(), entry.getValue());
    }
    return metadata;
  }

  private OnnxStructure.Node node(NodeProto node) {
    Map<String, Object> attributes = new TreeMap<>();
    node.getAttributeList().forEach(each -> attributes.put(each.getName(), value(each)));
    return new OnnxStructure.Node(
        node.getName(),
        node.getOpType(),
        domain(node.getDomain()),
        node.getInputList(),
        node.getOutputList(),
        attributes);
  }

  private static String domain(String domain) {
    return domain.isEmpty() ? STANDARD : domain;
  }

  private static List<OnnxStructure.Port> ports(List<ValueInfoProto> infos) {
    return infos.stream().map(StructureReader::port).toList();
  }

  private static OnnxStructure.Port port(ValueInfoProto info) {
    TypeProto type = info.getType();
    if (!type.hasTensorType()) {
      String kind =
          type.hasSequenceType()
              ? "sequence"
              : type.hasMapType() ? "map" : type.hasOptionalType() ? "optional" : "";
      return new OnnxStructure.Port(info.getName(), kind, false, List.of());
    }
    List<String> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dim : type.getTensorType().getShape().getDimList()) {
      boolean number = dim.hasDimValue() && dim.getDimValue() >= 0;
      dims.add(
          number
              ? Long.toString(dim.getDimValue())
              : dim.getDimParam().isEmpty() ? "?" : dim.getDimParam());
    }
    return new OnnxStructure.Port(
        info.getName(),
        OnnxFile.dataTypeName(type.getTensorType().getElemType()),
        type.getTensorType().hasShape(),
        dims);
  }

  /** Counts operators, the most frequent first. */
  private static Map<String, Integer> counts(GraphProto graph) {
    Map<String, Integer> counts = new TreeMap<>();
    Subgraphs.nodes(graph).forEach(node -> counts.merge(name(node), 1, Integer::sum));
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private static String name(NodeProto node) {
    String domain = domain(node.getDomain());
    return domain.equals(STANDARD) ? node.getOpType() : domain + ":" + node.getOpType();
  }
}

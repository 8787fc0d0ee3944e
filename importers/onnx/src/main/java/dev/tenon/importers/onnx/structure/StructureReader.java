package dev.tenon.importers.onnx.structure;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Turns a model message into {@link OnnxStructure}. */
final class StructureReader {
  private static final String STANDARD = "ai.onnx";

  private final String where;

  private StructureReader(String where) {
    this.where = where;
  }

  static OnnxStructure read(Source source) {
    ModelProto model = OnnxFile.parse(source);
    Map<String, Long> opsets = namedOpsets(source.name(), model);
    new GraphCheck(source.name()).check(model.getGraph());
    FunctionCheck.check(source.name(), model, source.limits());
    OnnxStructure structure = new StructureReader(source.name()).structure(model, opsets);
    checkWeights(source, structure.initializers());
    return structure;
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
    List<OnnxStructure.Initializer> initializers =
        graph.getInitializerList().stream()
            .map(tensor -> InitializerSizes.read(where, tensor))
            .toList();
    Set<String> known = new HashSet<>();
    initializers.forEach(weight -> known.add(weight.name()));
    String producer = model.getProducerName() + " " + model.getProducerVersion();
    return new OnnxStructure(
        graph.getName(),
        model.getIrVersion(),
        opsets,
        producer.strip(),
        metadata(model),
        ports(graph.getInputList()).stream().filter(port -> !known.contains(port.name())).toList(),
        ports(ZipMapRemoval.toTensors(model).getGraph().getOutputList()),
        graph.getNodeList().stream().map(node -> node(node, AttributeSummary.of(node))).toList(),
        initializers,
        counts(graph));
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

  static Map<String, Long> opsets(ModelProto model) {
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

  static OnnxStructure.Node node(NodeProto node, Map<String, Object> attributes) {
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

  static List<OnnxStructure.Port> ports(List<ValueInfoProto> infos) {
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

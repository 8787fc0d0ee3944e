package dev.tenon.exporters.onnx.edit;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Copies a model's description to another model. */
public final class Description {
  private static final String WRITER = "written_by";
  private static final String FILE = "source_file";
  private static final String DIGEST = "source_sha256";

  private Description() {}

  /** Returns a model with the description of another one. */
  public static ModelProto copy(ModelProto from, ModelProto to) {
    ModelProto.Builder model = to.toBuilder();
    if (from.hasProducerName()) {
      // The network is its producer's; who wrote this file is told too.
      Set<String> writer = Set.of(WRITER);
      if (!has(to.getMetadataPropsList(), writer) && !has(from.getMetadataPropsList(), writer)) {
        model
            .addMetadataPropsBuilder()
            .setKey(WRITER)
            .setValue(to.getProducerName() + " " + to.getProducerVersion());
      }
      model.setProducerName(from.getProducerName()).setProducerVersion(from.getProducerVersion());
    }
    if (from.hasDomain()) {
      model.setDomain(from.getDomain());
    }
    if (from.hasModelVersion()) {
      model.setModelVersion(from.getModelVersion());
    }
    if (from.hasDocString()) {
      model.setDocString(from.getDocString());
    }
    Set<String> own = new HashSet<>();
    model.getMetadataPropsList().forEach(pair -> own.add(pair.getKey()));
    if (own.contains(FILE)) {
      // That of another file would be wrong beside this one's name.
      own.add(DIGEST);
    }
    from.getMetadataPropsList().stream()
        .filter(pair -> own.add(pair.getKey()))
        .forEach(model::addMetadataProps);
    return model.setGraph(copy(from.getGraph(), to.getGraph())).build();
  }

  private static boolean has(List<StringStringEntryProto> pairs, Set<String> keys) {
    return pairs.stream().anyMatch(pair -> keys.contains(pair.getKey()));
  }

  private static GraphProto copy(GraphProto from, GraphProto to) {
    GraphProto.Builder graph = to.toBuilder();
    if (from.hasDocString()) {
      graph.setDocString(from.getDocString());
    }
    Map<String, String> values = new HashMap<>();
    Map<String, String> nodes = new HashMap<>();
    describe(from.getInputList(), values);
    describe(from.getOutputList(), values);
    for (TensorProto tensor : from.getInitializerList()) {
      if (tensor.hasDocString()) {
        values.put(tensor.getName(), tensor.getDocString());
      }
    }
    for (NodeProto node : from.getNodeList()) {
      if (node.hasDocString()) {
        nodes.put(key(node), node.getDocString());
      }
    }
    if (!values.isEmpty()) {
      graph.getInputBuilderList().forEach(port -> describe(port, values));
      graph.getOutputBuilderList().forEach(port -> describe(port, values));
      for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
        String words = values.get(tensor.getName());
        if (words != null) {
          tensor.setDocString(words);
        }
      }
    }
    if (!nodes.isEmpty()) {
      for (NodeProto.Builder node : graph.getNodeBuilderList()) {
        String words = nodes.get(node.getOpType() + ' ' + node.getName());
        if (words != null) {
          node.setDocString(words);
        }
      }
    }
    return graph.build();
  }

  private static String key(NodeProto node) {
    return node.getOpType() + ' ' + node.getName();
  }

  private static void describe(List<ValueInfoProto> ports, Map<String, String> words) {
    for (ValueInfoProto port : ports) {
      if (port.hasDocString()) {
        words.put(port.getName(), port.getDocString());
      }
    }
  }

  private static void describe(ValueInfoProto.Builder port, Map<String, String> values) {
    String words = values.get(port.getName());
    if (words != null) {
      port.setDocString(words);
    }
  }
}

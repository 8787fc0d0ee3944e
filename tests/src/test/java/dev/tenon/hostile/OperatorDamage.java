package dev.tenon.hostile;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Damages a model of one operator where its operator is damaged: the container stays whole. */
final class OperatorDamage {
  /** What attributes and operators there are in all samples. */
  record Pool(Map<String, List<AttributeProto>> attributes, List<String> operators) {
    static Pool of(Collection<List<OperatorFiles.Sample>> samples) {
      Map<String, List<AttributeProto>> attributes = new TreeMap<>();
      for (List<OperatorFiles.Sample> list : samples) {
        for (OperatorFiles.Sample sample : list) {
          for (NodeProto node : sample.model().getGraph().getNodeList()) {
            attributes
                .computeIfAbsent(node.getOpType(), key -> new ArrayList<>())
                .addAll(node.getAttributeList());
          }
        }
      }
      return new Pool(attributes, List.copyOf(attributes.keySet()));
    }
  }

  private final OperatorFiles.Sample sample;
  private final Pool pool;
  private final Random random;
  private final ModelProto.Builder model;
  private final GraphProto.Builder graph;
  private final Map<String, Tensor> feeds = new LinkedHashMap<>();
  private final List<String> how = new ArrayList<>();
  private final TensorDamage tensors;
  private final AttributeDamage attributes;

  OperatorDamage(OperatorFiles.Sample sample, Pool pool, Random random) {
    this.sample = sample;
    this.pool = pool;
    this.random = random;
    this.tensors = new TensorDamage(random);
    this.attributes = new AttributeDamage(pool, random, tensors, how);
    this.model = sample.model().toBuilder();
    this.graph = model.getGraphBuilder();
    List<String> names = new ArrayList<>();
    graph.getInputList().forEach(input -> names.add(input.getName()));
    for (int i = 0; i < Math.min(names.size(), sample.feeds().size()); i++) {
      try {
        feeds.put(names.get(i), OnnxFile.tensor(sample.feeds().get(i), null));
      } catch (MalformedModelException | UnsupportedModelException e) {
        // A sequence, or a type that Tenon does not have: not fed.
        feeds.remove(names.get(i));
      }
    }
  }

  OperatorMutants.Mutant unharmed() {
    return new OperatorMutants.Mutant(sample, model.build(), feeds, "nothing");
  }

  OperatorMutants.Mutant apply() {
    if (random.nextInt(3) == 0) {
      openShapes();
    }
    if (random.nextInt(3) == 0) {
      fixFeeds();
    }
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      change();
    }
    if (random.nextInt(12) == 0) {
      OperatorNests.apply(model, random, how);
    }
    return new OperatorMutants.Mutant(sample, model.build(), feeds, String.join("; ", how));
  }

  private void change() {
    if (graph.getNodeCount() == 0) {
      return;
    }
    NodeProto.Builder node = graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
    switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> attributes.change(node);
      case 4 -> attributes.borrow(node);
      case 5, 6 -> inputs(node);
      case 7 -> outputs(node);
      case 8 -> type();
      case 9, 10, 11 -> lengths();
      case 12, 13, 14 -> values();
      default -> meaning(node);
    }
  }

  private void note(String text) {
    how.add(text);
  }

  private void inputs(NodeProto.Builder node) {
    int count = node.getInputCount();
    List<String> names = new ArrayList<>(node.getInputList());
    int choice = random.nextInt(5);
    if (count == 0 || choice == 0) {
      names.add(count == 0 ? "" : names.get(random.nextInt(count)));
    } else if (choice == 1) {
      names.remove(count - 1);
    } else if (choice == 2) {
      names.set(random.nextInt(count), "");
    } else if (choice == 3) {
      names.set(random.nextInt(count), names.get(random.nextInt(count)));
    } else {
      names.add(random.nextInt(count + 1), "");
    }
    note("inputs " + names);
    node.clearInput().addAllInput(names);
  }

  private void outputs(NodeProto.Builder node) {
    List<String> names = new ArrayList<>(node.getOutputList());
    int count = names.size();
    switch (random.nextInt(4)) {
      case 0 -> {
        int more = 1 + random.nextInt(3);
        for (int i = 0; i < more; i++) {
          names.add("more" + i);
        }
      }
      case 1 -> names.add(random.nextInt(count + 1), "");
      case 2 -> {
        if (count > 1) {
          names.remove(count - 1);
        }
      }
      default -> {
        if (count > 1) {
          names.set(random.nextInt(count), "");
        }
      }
    }
    note("outputs " + names);
    node.clearOutput().addAllOutput(names);
  }

  /** Gives an input or a weight another element type. */
  private void type() {
    if (graph.getInputCount() == 0) {
      return;
    }
    int index = random.nextInt(graph.getInputCount());
    ValueInfoProto.Builder input = graph.getInputBuilder(index);
    Tensor feed = feeds.get(input.getName());
    DType[] types = DType.values();
    DType type = types[random.nextInt(types.length)];
    if (feed == null || feed.dtype() == DType.STRING || type == DType.STRING) {
      return;
    }
    note(input.getName() + " of " + type);
    input
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(OnnxFile.proto("", Tensor.zeros(type, 1)).getDataType());
    feeds.put(input.getName(), feed.cast(type));
  }

  /** Gives an input other lengths, and feeds them. */
  private void lengths() {
    List<String> names = List.copyOf(feeds.keySet());
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    Tensor feed = feeds.get(name);
    Tensor changed = feed == null ? null : tensors.resized(feed);
    if (changed == null) {
      return;
    }
    feeds.put(name, changed);
    note(name + " of shape " + changed.shapeString());
    for (ValueInfoProto.Builder input : graph.getInputBuilderList()) {
      if (input.getName().equals(name) && input.getType().hasTensorType()) {
        TypeProto.Tensor.Builder type = input.getTypeBuilder().getTensorTypeBuilder();
        type.clearShape();
        int choice = random.nextInt(3);
        if (choice > 0) {
          for (long length : changed.shape()) {
            if (choice == 1) {
              type.getShapeBuilder().addDimBuilder().setDimValue(length);
            } else {
              type.getShapeBuilder()
                  .addDim(ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension.getDefaultInstance());
            }
          }
        }
      }
    }
    changed(name, changed);
  }

  /** Gives a weight the content that is fed in its place, and forgets what follows from it. */
  private void changed(String name, Tensor content) {
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      if (tensor.getName().equals(name)) {
        tensor.clear().mergeFrom(OnnxFile.proto(name, content));
      }
    }
    forgetOutputs();
  }

  private void forgetOutputs() {
    for (ValueInfoProto.Builder output : graph.getOutputBuilderList()) {
      if (output.getType().hasTensorType()) {
        output.getTypeBuilder().getTensorTypeBuilder().clearShape();
      }
    }
  }

  /** Changes numbers of an operand: mostly of whole ones, which say shapes, axes and counts. */
  private void values() {
    List<String> whole = new ArrayList<>();
    feeds.forEach(
        (name, tensor) -> {
          if (tensor.dtype() == DType.INT64 || tensor.dtype() == DType.INT32) {
            whole.add(name);
          }
        });
    List<String> names =
        whole.isEmpty() || random.nextInt(8) == 0 ? List.copyOf(feeds.keySet()) : whole;
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    Tensor feed = feeds.get(name);
    if (feed == null) {
      return;
    }
    Tensor changed = tensors.revalued(feed);
    feeds.put(name, changed);
    note("other numbers in " + name);
    changed(name, changed);
  }

  private void meaning(NodeProto.Builder node) {
    if (random.nextBoolean()) {
      node.setOpType(pool.operators.get(random.nextInt(pool.operators.size())));
      note("as " + node.getOpType());
    } else if (model.getOpsetImportCount() > 0) {
      int index = random.nextInt(model.getOpsetImportCount());
      long version = 1L + random.nextInt(25);
      model.getOpsetImportBuilder(index).setVersion(version);
      note("of opset " + version);
    }
  }

  /** Lets the file say less of its shapes. */
  private void openShapes() {
    boolean noRank = random.nextBoolean();
    for (ValueInfoProto.Builder input : graph.getInputBuilderList()) {
      if (!input.getType().hasTensorType()) {
        continue;
      }
      TypeProto.Tensor.Builder type = input.getTypeBuilder().getTensorTypeBuilder();
      if (noRank) {
        type.clearShape();
      } else {
        type.getShapeBuilder().getDimBuilderList().forEach(dim -> dim.clear());
      }
    }
    graph.clearValueInfo();
    forgetOutputs();
    note(noRank ? "no ranks" : "no lengths");
  }

  /** Makes some of what is fed a part of the file: all of it, or whole numbers only. */
  private void fixFeeds() {
    boolean all = random.nextInt(4) == 0;
    for (Map.Entry<String, Tensor> feed : feeds.entrySet()) {
      boolean whole =
          feed.getValue().dtype() == DType.INT64 || feed.getValue().dtype() == DType.INT32;
      if (all || whole || random.nextInt(4) == 0) {
        graph.addInitializer(OnnxFile.proto(feed.getKey(), feed.getValue()));
      }
    }
    // Inputs stay declared: without the declaration they could not be overridden.
    if (random.nextBoolean()) {
      List<ValueInfoProto> open = new ArrayList<>();
      for (ValueInfoProto input : graph.getInputList()) {
        if (graph.getInitializerList().stream()
            .noneMatch(tensor -> tensor.getName().equals(input.getName()))) {
          open.add(input);
        }
      }
      graph.clearInput().addAllInput(open);
    }
    note("with weights");
  }
}

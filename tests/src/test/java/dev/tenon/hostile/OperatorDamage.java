package dev.tenon.hostile;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
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
  private static final String[] TEXTS = {
    "",
    "NOTSET",
    "VALID",
    "SAME_UPPER",
    "SAME_LOWER",
    "none",
    "add",
    "mul",
    "linear",
    "cubic",
    "nearest",
    "bidirectional",
    "reverse",
    "forward",
    "Tanh",
    "Relu",
    "no such word",
    "ij,jk->ik",
    "...,->",
    "i->",
    "reflect",
    "edge",
    "wrap",
    "constant",
    "x\u0000y"
  };
  private static final float[] NUMBERS = {
    0, -1, 1, 0.5f, 1e30f, -1e30f, Float.MIN_VALUE, Float.NaN, Float.POSITIVE_INFINITY
  };
  private static final int LARGEST_FEED = 1 << 16;

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

  OperatorDamage(OperatorFiles.Sample sample, Pool pool, Random random) {
    this.sample = sample;
    this.pool = pool;
    this.random = random;
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
      case 0, 1, 2, 3 -> attribute(node);
      case 4 -> borrow(node);
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

  private long wild() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(9) - 4;
      case 1 ->
          new long[] {0, -1, 1, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE}
              [random.nextInt(7)];
      default -> Mutator.wild(random);
    };
  }

  private void attribute(NodeProto.Builder node) {
    if (node.getAttributeCount() == 0) {
      borrow(node);
      return;
    }
    int index = random.nextInt(node.getAttributeCount());
    AttributeProto.Builder attribute = node.getAttributeBuilder(index);
    if (random.nextInt(8) == 0) {
      note("without " + attribute.getName());
      node.removeAttribute(index);
      return;
    }
    damage(attribute);
  }

  /** Adds an attribute that another model gives the operator, damaged or not. */
  private void borrow(NodeProto.Builder node) {
    List<AttributeProto> known = pool.attributes.getOrDefault(node.getOpType(), List.of());
    if (known.isEmpty()) {
      return;
    }
    AttributeProto other = known.get(random.nextInt(known.size()));
    if (node.getAttributeList().stream().anyMatch(a -> a.getName().equals(other.getName()))) {
      return;
    }
    note("with " + other.getName());
    AttributeProto.Builder added = node.addAttributeBuilder().mergeFrom(other);
    if (random.nextInt(3) > 0) {
      damage(added);
    }
  }

  private void damage(AttributeProto.Builder attribute) {
    String name = attribute.getName();
    if (random.nextInt(10) == 0) {
      attribute.clear().setName(name);
      switch (random.nextInt(4)) {
        case 0 -> attribute.setType(AttributeProto.AttributeType.INT).setI(wild());
        case 1 -> attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number());
        case 2 -> attribute.setType(AttributeProto.AttributeType.INTS).addInts(wild());
        default -> attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.EMPTY);
      }
      note(name + " of another type");
      return;
    }
    switch (attribute.getType()) {
      case INT -> {
        attribute.setI(wild());
        note(name + " = " + attribute.getI());
      }
      case FLOAT -> {
        attribute.setF(number());
        note(name + " = " + attribute.getF());
      }
      case STRING -> {
        attribute.setS(ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)]));
        note(name + " = '" + attribute.getS().toStringUtf8() + "'");
      }
      case INTS -> {
        int choice = random.nextInt(5);
        int count = attribute.getIntsCount();
        if (choice == 0 || count == 0) {
          attribute.addInts(wild());
        } else if (choice == 1) {
          List<Long> fewer = new ArrayList<>(attribute.getIntsList()).subList(0, count - 1);
          attribute.clearInts().addAllInts(fewer);
        } else {
          attribute.setInts(random.nextInt(count), wild());
        }
        note(name + " = " + attribute.getIntsList());
      }
      case FLOATS -> {
        if (attribute.getFloatsCount() == 0 || random.nextInt(3) == 0) {
          attribute.addFloats(number());
        } else {
          attribute.setFloats(random.nextInt(attribute.getFloatsCount()), number());
        }
        note(name + " with another number");
      }
      case STRINGS -> {
        attribute.addStrings(ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)]));
        note(name + " longer");
      }
      case TENSOR -> tensor(attribute);
      default -> note(name + " as it was");
    }
  }

  private void tensor(AttributeProto.Builder attribute) {
    try {
      Tensor now = OnnxFile.tensor(attribute.getT(), null);
      Tensor changed = random.nextBoolean() ? resized(now) : revalued(now);
      attribute.setT(OnnxFile.proto(attribute.getT().getName(), changed));
      note(attribute.getName() + " is " + changed.dtype() + changed.shapeString());
    } catch (MalformedModelException | UnsupportedModelException e) {
      note("nothing");
    }
  }

  private float number() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
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
    Tensor changed = feed == null ? null : resized(feed);
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
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      if (tensor.getName().equals(name)) {
        tensor.clear().mergeFrom(OnnxFile.proto(name, changed));
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

  private Tensor resized(Tensor tensor) {
    List<Long> shape = new ArrayList<>();
    for (long length : tensor.shape()) {
      shape.add(length);
    }
    int choice = random.nextInt(8);
    if (shape.isEmpty() || choice == 0) {
      shape.add(random.nextInt(shape.size() + 1), (long) random.nextInt(3));
    } else if (choice == 1) {
      shape.remove(random.nextInt(shape.size()));
    } else if (choice == 2) {
      shape.clear();
    } else {
      long[] few = {0, 0, 0, 1, 2, 3, 5, 33};
      shape.set(random.nextInt(shape.size()), few[random.nextInt(few.length)]);
    }
    long size = 1;
    for (long length : shape) {
      size *= length;
    }
    if (size > LARGEST_FEED || tensor.dtype() == DType.STRING) {
      return tensor;
    }
    double[] old = tensor.toDoubleArray();
    double[] values = new double[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = old.length == 0 ? 1 : old[i % old.length];
    }
    return Tensor.of(values, shape.stream().mapToLong(Long::longValue).toArray())
        .cast(tensor.dtype());
  }

  private Tensor revalued(Tensor tensor) {
    if (tensor.size() == 0 || tensor.dtype() == DType.STRING) {
      return tensor;
    }
    boolean whole = tensor.dtype() == DType.INT64 || tensor.dtype() == DType.INT32;
    int count = 1 + random.nextInt(2);
    if (whole) {
      long[] values = tensor.toLongArray();
      for (int i = 0; i < count; i++) {
        values[random.nextInt(values.length)] = wild();
      }
      return Tensor.of(values, tensor.shape()).cast(tensor.dtype());
    }
    double[] values = tensor.toDoubleArray();
    for (int i = 0; i < count; i++) {
      values[random.nextInt(values.length)] = random.nextInt(4) == 0 ? wild() : number();
    }
    return Tensor.of(values, tensor.shape()).cast(tensor.dtype());
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
    Tensor changed = revalued(feed);
    feeds.put(name, changed);
    note("other numbers in " + name);
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      if (tensor.getName().equals(name)) {
        tensor.clear().mergeFrom(OnnxFile.proto(name, changed));
      }
    }
    forgetOutputs();
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

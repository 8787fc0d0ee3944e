package dev.tenon.hostile;

import com.google.protobuf.ByteString;
import dev.tenon.runtime.tensorflow.saved.Constants;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * A graph of one operation, {@code y}, with constants for operands: types and attributes are chosen
 * by chance among those that its definition allows, shapes and values as they fit or by chance.
 */
final class OperationGraph {
  static final String NAME = "y";

  private static final List<DataType> COMMON =
      List.of(DataType.DT_FLOAT, DataType.DT_INT32, DataType.DT_INT64, DataType.DT_BOOL);
  private static final List<DataType> RARE =
      List.of(
          DataType.DT_DOUBLE,
          DataType.DT_HALF,
          DataType.DT_BFLOAT16,
          DataType.DT_INT8,
          DataType.DT_UINT8,
          DataType.DT_INT16,
          DataType.DT_UINT64,
          DataType.DT_COMPLEX64,
          DataType.DT_STRING);
  private static final long[][] SHAPES = {{}, {1}, {2}, {0}, {2, 3}, {3, 3}, {1, 4, 4, 2}, {2, 0}};

  private final OpDef definition;
  private final Map<String, String> fitting;
  private final Random random;
  private final Map<String, AttrValue> attributes = new HashMap<>();
  private final List<NodeDef> nodes = new ArrayList<>();
  private final long[] shape;

  private OperationGraph(OpDef definition, Map<String, String> fitting, Random random) {
    this.definition = definition;
    this.fitting = fitting;
    this.random = random;
    this.shape = random.nextInt(4) > 0 ? new long[] {2, 3} : SHAPES[random.nextInt(SHAPES.length)];
  }

  /**
   * Makes a graph.
   *
   * @param fitting operands and attributes that fit; empty for those of chance
   */
  static GraphDef.Builder of(OpDef definition, Map<String, String> fitting, Random random) {
    return new OperationGraph(definition, fitting, random).graph();
  }

  private GraphDef.Builder graph() {
    for (OpDef.AttrDef attribute : definition.getAttrList()) {
      attributes.put(attribute.getName(), attribute(attribute));
    }
    NodeDef.Builder node = NodeDef.newBuilder().setName(NAME).setOp(definition.getName());
    for (OpDef.ArgDef argument : definition.getInputArgList()) {
      List<DataType> types = types(argument);
      for (int i = 0; i < types.size(); i++) {
        node.addInput(
            operand(argument.getName() + i, types.get(i), fitting.get(argument.getName())));
      }
    }
    attributes.forEach(
        (key, value) -> {
          if (value.getValueCase() != AttrValue.ValueCase.VALUE_NOT_SET) {
            node.putAttr(key, value);
          }
        });
    if (definition.getName().equals("Const")) {
      NodeDef constant = Constants.random(NAME, attributes.get("dtype").getType(), shape, random);
      node.putAllAttr(constant.getAttrMap());
    }
    GraphDef.Builder graph = GraphDef.newBuilder().addAllNode(nodes).addNode(node);
    graph.getVersionsBuilder().setProducer(1500);
    graph.setLibrary(OperationFunctions.library());
    return graph;
  }

  private List<DataType> types(OpDef.ArgDef argument) {
    if (!argument.getTypeListAttr().isEmpty()) {
      return attributes.get(argument.getTypeListAttr()).getList().getTypeList();
    }
    DataType type =
        argument.getTypeAttr().isEmpty()
            ? argument.getType()
            : attributes.get(argument.getTypeAttr()).getType();
    int count =
        argument.getNumberAttr().isEmpty()
            ? 1
            : (int) attributes.get(argument.getNumberAttr()).getI();
    return java.util.Collections.nCopies(count, type);
  }

  private String operand(String name, DataType type, String word) {
    NodeDef node =
        switch (type) {
          case DT_VARIANT -> list(name);
          case DT_RESOURCE -> resource(name);
          default ->
              word == null
                  ? Constants.random(name, type, shape, random)
                  : Constants.of(name, type, word, random);
        };
    nodes.add(node);
    return name;
  }

  /** Returns a list of two vectors. */
  private NodeDef list(String name) {
    AttrValue type = attributes.getOrDefault("element_dtype", type(DataType.DT_FLOAT));
    nodes.add(Constants.of(name + "_of", type.getType(), "2,3", random));
    nodes.add(Constants.of(name + "_shape", DataType.DT_INT32, "@3", random));
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("TensorListFromTensor")
        .addInput(name + "_of")
        .addInput(name + "_shape")
        .putAttr("element_dtype", type)
        .putAttr("shape_type", type(DataType.DT_INT32))
        .build();
  }

  private NodeDef resource(String name) {
    NodeDef.Builder node = NodeDef.newBuilder().setName(name);
    if (definition.getName().startsWith("TensorArray")) {
      nodes.add(Constants.of(name + "_size", DataType.DT_INT32, "@@3", random));
      return node.setOp("TensorArrayV3")
          .addInput(name + "_size")
          .putAttr(
              "dtype",
              attributes.getOrDefault(
                  "dtype", attributes.getOrDefault("T", type(DataType.DT_FLOAT))))
          .putAttr("dynamic_size", AttrValue.newBuilder().setB(random.nextBoolean()).build())
          .build();
    }
    boolean imports = definition.getName().contains("Import") || random.nextBoolean();
    return node.setOp(imports ? "MutableHashTableV2" : "HashTableV2")
        .putAttr(
            "key_dtype",
            attributes.getOrDefault(
                "Tin", attributes.getOrDefault("Tkey", type(DataType.DT_INT64))))
        .putAttr(
            "value_dtype",
            attributes.getOrDefault(
                "Tout", attributes.getOrDefault("Tval", type(DataType.DT_INT64))))
        .build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private AttrValue attribute(OpDef.AttrDef attribute) {
    String word = fitting.get(attribute.getName());
    AttrValue.Builder value = AttrValue.newBuilder();
    if (word == null && attribute.hasDefaultValue() && random.nextInt(3) > 0) {
      return attribute.getDefaultValue();
    }
    List<ByteString> texts = attribute.getAllowedValues().getList().getSList();
    int least = attribute.getHasMinimum() ? (int) attribute.getMinimum() : 1;
    switch (attribute.getType()) {
      case "type" -> value.setType(type(attribute));
      case "int" -> value.setI(word == null ? least + random.nextInt(3) : Long.parseLong(word));
      case "float" -> value.setF(word == null ? random.nextFloat() * 2 : Float.parseFloat(word));
      case "bool" -> value.setB(word == null ? random.nextBoolean() : Boolean.parseBoolean(word));
      case "string" ->
          value.setS(
              word != null || texts.isEmpty()
                  ? ByteString.copyFromUtf8(word == null ? "a" : word)
                  : texts.get(random.nextInt(texts.size())));
      case "shape" -> value.setShape(Constants.of(shape));
      case "func" -> value.setFunc(OperationFunctions.call(attribute.getName()));
      default -> list(attribute.getType(), word, least, value.getListBuilder());
    }
    return value.build();
  }

  private void list(String kind, String word, int least, AttrValue.ListValue.Builder list) {
    int length = least + random.nextInt(2);
    switch (kind) {
      case "list(int)" ->
          Arrays.stream(
                  word == null
                      ? "1,1,1,1,1,1,1,1"
                          .substring(0, Math.max(2 * Math.min(length, 7), 2) - 1)
                          .split(",")
                      : word.split(","))
              .forEach(entry -> list.addI(Long.parseLong(entry)));
      case "list(float)" ->
          Arrays.stream(word == null ? new String[] {"0.5", "1.5"} : word.split(","))
              .forEach(entry -> list.addF(Float.parseFloat(entry)));
      case "list(type)" -> {
        boolean calls =
            definition.getAttrList().stream().anyMatch(a -> a.getType().contains("func"));
        for (int i = 0; i < (calls ? 1 : Math.max(1, length)); i++) {
          list.addType(calls ? DataType.DT_FLOAT : COMMON.get(random.nextInt(2)));
        }
      }
      case "list(func)" ->
          list.addFunc(OperationFunctions.call("f")).addFunc(OperationFunctions.call("f"));
      case "list(string)" -> {
        if (word != null) {
          list.addS(ByteString.copyFromUtf8(word));
        }
      }
      default -> {}
    }
  }

  private DataType type(OpDef.AttrDef attribute) {
    List<DataType> allowed = attribute.getAllowedValues().getList().getTypeList();
    List<DataType> choice = random.nextInt(4) > 0 ? COMMON : RARE;
    if (!allowed.isEmpty()) {
      choice = choice.stream().filter(allowed::contains).toList();
    }
    choice = choice.isEmpty() ? allowed : choice;
    return choice.get(random.nextInt(3) > 0 ? 0 : random.nextInt(choice.size()));
  }
}

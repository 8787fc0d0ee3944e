package dev.tenon.exporters.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.edit.Description;
import dev.tenon.exporters.onnx.edit.FunctionInliner;
import dev.tenon.exporters.onnx.edit.GraphAdapters;
import dev.tenon.exporters.onnx.edit.GraphCut;
import dev.tenon.exporters.onnx.edit.GraphRenames;
import dev.tenon.exporters.onnx.edit.NewValues;
import dev.tenon.exporters.onnx.edit.Outputs;
import dev.tenon.exporters.onnx.quantize.SimulatedWeights;
import dev.tenon.formats.ModelFolder;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.Domains;
import dev.tenon.formats.onnx.InitializerCopies;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.formats.onnx.OnnxWriter;
import dev.tenon.formats.onnx.check.FedOperands;
import dev.tenon.formats.onnx.check.OperatorCheck;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.lora.LoraConfig;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An ONNX model in memory, whose weights may be views of a file. Immutable. */
public final class OnnxModel {
  /** The first version of the format in which weights need not be inputs. */
  private static final int FIRST_OWN_WEIGHTS = 4;

  private final ModelProto proto;
  private final @Nullable ModelFolder folder;
  private final List<String> notes;

  OnnxModel(ModelProto proto, @Nullable ModelFolder folder) {
    this(proto, folder, List.of());
  }

  private OnnxModel(ModelProto proto, @Nullable ModelFolder folder, List<String> notes) {
    this.proto = proto;
    this.folder = folder;
    this.notes = notes;
  }

  OnnxModel withNotes(List<String> sentences) {
    return new OnnxModel(proto, folder, List.copyOf(sentences));
  }

  /** Returns notes for the user about an exported model; otherwise empty. */
  public List<String> notes() {
    return notes;
  }

  /**
   * Reads a model; its weights stay views of the file.
   *
   * @throws MalformedModelException if it is damaged or not an ONNX model
   */
  public static OnnxModel read(Source source) {
    return new OnnxModel(OnnxFile.parse(source), source.folder());
  }

  /** Returns the model with the values of external files included; itself without such files. */
  public OnnxModel withExternalInside() {
    ModelProto whole = OnnxFile.withExternalInside(proto, folder);
    return isSame(whole, proto) ? this : new OnnxModel(whole, null, notes);
  }

  /** Returns the names of the graph's outputs, in order. */
  public List<String> outputs() {
    return proto.getGraph().getOutputList().stream().map(output -> output.getName()).toList();
  }

  /** Returns the version of ONNX's standard operators; 0 if it is missing. */
  public long opset() {
    return proto.getOpsetImportList().stream()
        .filter(set -> Domains.isStandard(set.getDomain()))
        .mapToLong(set -> set.getVersion())
        .findFirst()
        .orElse(0);
  }

  /**
   * Writes the model; weights of more than 1.9 GB together go to {@code <file name>.data} beside
   * it.
   *
   * @throws IOException if writing fails; existing files stay unchanged
   */
  public void write(Path path) throws IOException {
    OnnxWriter.write(path, proto);
  }

  /**
   * Writes the model to an existing temporary file; see {@link #write}.
   *
   * @throws IOException if writing fails; the file is then incomplete
   */
  public void writeTemporary(Path path) throws IOException {
    OnnxWriter.writeTemporary(path, proto);
  }

  /**
   * Returns the model as the bytes of a file.
   *
   * @throws UnsupportedModelException if it exceeds 2 GiB
   */
  public byte[] toByteArray() {
    long size = 0;
    for (var tensor : proto.getGraph().getInitializerList()) {
      size += tensor.getRawData().size();
    }
    if (size > Integer.MAX_VALUE - (1 << 20)) {
      throw new UnsupportedModelException(
          "the model's weights take "
              + size
              + " bytes; one message holds at most 2 GiB: write a file");
    }
    return proto.toByteArray();
  }

  /** A model without its large weights, and these weights by name. */
  public record Detached(ByteBuffer model, Map<String, Tensor> weights) {}

  /**
   * Removes the weights that native code can use in place, so that an engine gets them without a
   * copy.
   *
   * @param smallest the smallest number of bytes of a removed weight
   * @throws MalformedModelException if weights in another file are missing or outside the folder
   */
  public Detached detach(int smallest) {
    return DetachedWeights.apply(OnnxFile.withExternalInside(proto, folder), smallest);
  }

  /**
   * Checks that external files exist inside the model's folder.
   *
   * @param label the name of the model in messages
   * @throws MalformedModelException if one is missing or outside
   */
  public void checkExternalWeights(String label) {
    OnnxFile.checkExternal(label, proto, folder);
  }

  /**
   * Checks for faults that crash ONNX Runtime.
   *
   * @param label the name of the model in messages
   * @throws MalformedModelException if the model has such a fault
   */
  public void checkSurvivable(String label) {
    OperatorCheck.check(label, proto);
  }

  /** Returns the checks of a caller's operands before a run. */
  public FedOperands fedOperands() {
    return FedOperands.of(proto);
  }

  /** Returns the model with its own functions inlined; itself without functions. */
  public OnnxModel withInlinedFunctions() {
    return withProto(FunctionInliner.apply(proto));
  }

  /**
   * Returns the model with more outputs.
   *
   * @param names results of nodes, or inputs
   * @throws IllegalArgumentException if the graph lacks such a value
   */
  public OnnxModel withOutputs(List<String> names) {
    return with(Outputs.add(proto.getGraph(), names));
  }

  /**
   * Returns the model with other values of some initializers, and with external values included.
   *
   * @param values new values by the initializers' names, of the same shapes
   */
  public OnnxModel withInitializers(Map<String, Tensor> values) {
    ModelProto whole = OnnxFile.withExternalInside(proto, folder);
    GraphProto graph = NewValues.apply(whole.getGraph(), values);
    return new OnnxModel(whole.toBuilder().setGraph(graph).build(), null);
  }

  /** Returns the names of the weights that can have a low-rank adapter. */
  public Set<String> adaptable() {
    return GraphAdapters.adaptable(ownWeights().getGraph()).keySet();
  }

  /** Returns the low-rank adapters by the names of the weights. */
  public Map<String, GraphAdapters.Adapter> adapters() {
    return GraphAdapters.adapters(proto.getGraph());
  }

  /**
   * Returns the model with low-rank adapters.
   *
   * @param configs the adapters by the names of weights, of those of {@link #adaptable}
   */
  public OnnxModel withAdapters(Map<String, LoraConfig> configs) {
    ModelProto whole = ownWeights();
    return withProto(
        whole.toBuilder().setGraph(GraphAdapters.add(whole.getGraph(), configs)).build());
  }

  /** Returns the model whose low-rank adapters are merged into its weights. */
  public OnnxModel withMergedAdapters() {
    ModelProto whole = OnnxFile.withExternalInside(proto, folder);
    GraphProto graph = GraphAdapters.merge(whole.getGraph());
    return new OnnxModel(whole.toBuilder().setGraph(graph).build(), null);
  }

  /** Returns the message without inputs that files before version 4 had for their weights. */
  private ModelProto ownWeights() {
    if (proto.getIrVersion() >= FIRST_OWN_WEIGHTS) {
      return proto;
    }
    Set<String> weights = new HashSet<>();
    proto.getGraph().getInitializerList().forEach(tensor -> weights.add(tensor.getName()));
    GraphProto.Builder graph = proto.getGraph().toBuilder().clearInput();
    proto.getGraph().getInputList().stream()
        .filter(input -> !weights.contains(input.getName()))
        .forEach(graph::addInput);
    return proto.toBuilder().setIrVersion(FIRST_OWN_WEIGHTS).setGraph(graph).build();
  }

  /**
   * Returns the model with some copies of initializers; itself without any.
   *
   * @param wanted says of a copy whether it is made
   */
  public OnnxModel withCopies(InitializerCopies copies, Predicate<String> wanted) {
    return withProto(copies.apply(proto, wanted));
  }

  /**
   * Returns the model with weights rounded to a smaller storage, computed in float32; for eight
   * bits the inputs of products are rounded, too.
   *
   * @param storage the storage of the weights
   */
  public OnnxModel withRoundedWeights(WeightStorage storage) {
    return with(
        SimulatedWeights.apply(OnnxFile.withExternalInside(proto, folder).getGraph(), storage));
  }

  /**
   * Returns the model with the producer, version, descriptions and metadata of another one.
   * Existing pairs stay.
   */
  public OnnxModel describedLike(OnnxModel source) {
    return new OnnxModel(Description.copy(source.proto, proto), folder);
  }

  /**
   * Returns the part of the model that some values depend on, with these as its outputs, in order.
   * Unused nodes and weights are removed.
   *
   * @param names results of nodes, or nodes, which stand for their first result
   * @param types the types of values that the file lacks, by name
   * @throws IllegalArgumentException for an unknown name
   * @throws UnsupportedModelException if the type of a value is unknown
   */
  public OnnxModel cut(List<String> names, Map<String, TensorType> types) {
    return with(GraphCut.apply(proto.getGraph(), names, types));
  }

  /**
   * Returns the model with other names of nodes, inputs, outputs, weights and inner values.
   *
   * @param names new names by present ones; a name of a node and a value is changed in both
   * @throws IllegalArgumentException for an unknown name, or a new one that is taken
   */
  public OnnxModel renamed(Map<String, String> names) {
    return with(GraphRenames.apply(proto.getGraph(), names));
  }

  /**
   * Returns the model with another pair of metadata.
   *
   * @param value the value; null removes the pair
   */
  public OnnxModel withMetadata(String key, @Nullable String value) {
    ModelProto.Builder model = proto.toBuilder().clearMetadataProps();
    proto.getMetadataPropsList().stream()
        .filter(pair -> !pair.getKey().equals(key))
        .forEach(model::addMetadataProps);
    if (value != null) {
      model.addMetadataPropsBuilder().setKey(key).setValue(value);
    }
    return new OnnxModel(model.build(), folder);
  }

  private OnnxModel with(GraphProto graph) {
    return new OnnxModel(proto.toBuilder().setGraph(graph).build(), folder);
  }

  /** Returns the message. */
  public ModelProto proto() {
    return proto;
  }

  /** Returns the model with another message; itself for the same message. */
  public OnnxModel withProto(ModelProto changed) {
    return isSame(changed, proto) ? this : new OnnxModel(changed, folder, notes);
  }

  /** Returns the model with another graph; itself for the same graph. */
  public OnnxModel withGraph(GraphProto changed) {
    return isSame(changed, proto.getGraph()) ? this : with(changed);
  }

  /** Returns whether a step changed nothing; comparing large messages by value takes long. */
  private static boolean isSame(Object after, Object before) {
    return after == before;
  }
}

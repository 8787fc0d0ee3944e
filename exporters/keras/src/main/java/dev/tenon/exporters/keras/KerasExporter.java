package dev.tenon.exporters.keras;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.keras.config.CompileConfigWriter;
import dev.tenon.exporters.keras.config.ModelConfigWriter;
import dev.tenon.exporters.keras.config.OptimizerConfigWriter;
import dev.tenon.exporters.keras.config.SignatureCheck;
import dev.tenon.exporters.keras.config.SlotOrder;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.exporters.keras.plan.ExportPlanner;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.exporters.keras.plan.ModelDraft;
import dev.tenon.exporters.keras.weights.LegacyWeightsWriter;
import dev.tenon.exporters.keras.weights.PathWeightsWriter;
import dev.tenon.exporters.keras.weights.StoredParameters;
import dev.tenon.formats.AtomicFile;
import dev.tenon.formats.hdf5.Hdf5Writer;
import dev.tenon.formats.zip.ZipWriter;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.config.OptimizerVariable;
import dev.tenon.keras.weights.LegacyNames;
import dev.tenon.keras.weights.WeightOrder;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes Keras models: {@code .h5} for one or both generations of Keras, {@code .keras}, and {@code
 * .weights.h5}.
 *
 * <p>Weights round-trip bit for bit. A file appears under its name only when it is complete.
 *
 * @see <a href="https://keras.io/guides/serialization_and_saving/">Keras: saving</a>
 */
public final class KerasExporter {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd@HH:mm:ss", Locale.ROOT);

  /** Writes NaN and Infinity as Python's {@code json} does. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS).build();

  /** Reasons that a note names. */
  private static final int NOTED_REASONS = 2;

  private final KerasContent content;
  private final KerasOptions options;
  private final KerasFormat format;
  private final Diagnostics diagnostics = new Diagnostics();
  private final ExportPlanner planner;
  private final StoredParameters forms;

  private final Configuration configuration;

  private KerasExporter(KerasContent content, KerasOptions options, boolean alone) {
    this.content = content;
    this.options = options;
    this.format = options.format();
    this.planner = new ExportPlanner(content.lowered(), format, diagnostics);
    this.forms = new StoredParameters(content.parameters(), format);
    this.configuration = configuration(alone);
  }

  /**
   * Returns an exporter of a model to one kind of file.
   *
   * <p>An {@code .h5} that only one generation of Keras can read carries a note about it, and the
   * other generation refuses it.
   */
  public static KerasExporter of(KerasContent content, KerasOptions options) {
    boolean one =
        options.format() == KerasFormat.TF_KERAS_H5 || options.format() == KerasFormat.KERAS3_H5;
    return one
        ? ofOne(content, options, of(content, options.as(KerasFormat.BOTH_H5)))
        : new KerasExporter(content, options, false);
  }

  private static KerasExporter ofOne(
      KerasContent content, KerasOptions options, KerasExporter common) {
    KerasExporter made = new KerasExporter(content, options, !common.isPossible());
    if (!common.isPossible()) {
      made.diagnostics.note(made.onlyFor(common.diagnostics.reasons()));
    }
    return made;
  }

  /**
   * Returns an exporter to the most compatible {@code .h5}: for both generations of Keras if that
   * can express the model, else for one that can. If none can, it is the first, whose errors name
   * the gaps.
   *
   * @param options the other options; their format is ignored
   * @param preferred the first generation to try
   */
  public static KerasExporter h5(
      KerasContent content, KerasOptions options, KerasGeneration preferred) {
    KerasExporter common = of(content, options.as(KerasFormat.BOTH_H5));
    if (common.isPossible()) {
      return common;
    }
    List<KerasFormat> order =
        preferred == KerasGeneration.TF_KERAS
            ? List.of(KerasFormat.TF_KERAS_H5, KerasFormat.KERAS3_H5)
            : List.of(KerasFormat.KERAS3_H5, KerasFormat.TF_KERAS_H5);
    return order.stream()
        .map(format -> ofOne(content, options.as(format), common))
        .filter(KerasExporter::isPossible)
        .findFirst()
        .orElse(common);
  }

  private String onlyFor(List<String> reasons) {
    int more = reasons.size() - NOTED_REASONS;
    boolean archive =
        !format.forKeras3() && of(content, options.as(KerasFormat.KERAS)).isPossible();
    return "only "
        + format.readerTitles()
        + " opens this file: "
        + String.join("; ", reasons.subList(0, Math.min(NOTED_REASONS, reasons.size())))
        + (more > 0 ? "; and " + more + " more" : "")
        + (archive ? ". Write a .keras file for Keras 3." : ".");
  }

  /** Returns the kind of file. */
  public KerasFormat format() {
    return format;
  }

  private boolean isPossible() {
    return !diagnostics.refuses();
  }

  /**
   * Writes the model.
   *
   * @param target the file; an existing one stays unchanged until the new one is complete
   * @return notes for readers in Python; often empty
   * @throws UnsupportedModelException if the format cannot express the model; the message lists all
   *     gaps, and no file is written
   * @throws IllegalStateException if parameters have no content
   * @throws IOException if the file cannot be written
   */
  public List<String> write(Path target) throws IOException {
    return write(target, Map.of());
  }

  /**
   * Writes the model with other entries of a {@code .keras} archive; other files do without them.
   *
   * @param entries the bytes by the names of the entries, such as {@code assets/tokenizer.json}
   * @throws IOException if the file cannot be written; see {@link #write(Path)}
   */
  public List<String> write(Path target, Map<String, byte[]> entries) throws IOException {
    check(target);
    String name = String.valueOf(target.getFileName());
    for (Parameter parameter : content.lowered().parameters()) {
      if (WeightOrder.isStored(parameter) && !forms.has(parameter)) {
        throw new IllegalStateException(
            name
                + ": the parameter '"
                + parameter.path()
                + "' has no content: load weights first, or initialize the model");
      }
    }
    ModelDraft draft = configuration.draft();
    ObjectNode config = configuration.model();
    OptimizerConfigWriter optimizer = configuration.optimizer();
    ObjectNode training = configuration.training();
    List<Tensor> variables = training == null ? List.of() : variables(optimizer);
    if (format == KerasFormat.KERAS) {
      if (training != null) {
        config.set("compile_config", training);
      }
      archive(target, draft, config, variables, entries);
    } else if (format == KerasFormat.WEIGHTS_H5) {
      weights(Hdf5Writer.create(target), draft, variables);
    } else {
      legacy(target, draft, config, optimizer, training, variables);
    }
    return diagnostics.notes();
  }

  /**
   * Checks that the model can be written, without writing it.
   *
   * @param target the intended file
   * @throws UnsupportedModelException if the format cannot express the model; the message lists all
   *     gaps
   */
  public void check(Path target) {
    if (diagnostics.refuses() && format != KerasFormat.WEIGHTS_H5) {
      throw diagnostics.refusal(String.valueOf(target.getFileName()), possible());
    }
  }

  /**
   * Returns the configuration of the model without weights, in the form of Python's {@code
   * model.to_json()} and {@code model_from_json}.
   *
   * @throws UnsupportedModelException if Keras cannot express the model
   */
  public String json() {
    if (diagnostics.refuses()) {
      throw diagnostics.refusal("JSON", possible());
    }
    return text(configuration.model());
  }

  /**
   * What a file says of a model.
   *
   * @param model its layers
   * @param training how it was compiled; null if the file says nothing of it
   */
  private record Configuration(
      ModelDraft draft,
      ObjectNode model,
      OptimizerConfigWriter optimizer,
      @Nullable ObjectNode training) {}

  /** Returns what the file says; what it cannot say stands in the diagnostics. */
  private Configuration configuration(boolean alone) {
    ModelDraft draft = planner.root(content.model());
    ObjectNode model =
        new ModelConfigWriter(content, format, diagnostics, planner, alone).root(draft);
    boolean state = options.includeOptimizer() && !content.training().optimizerWeights().isEmpty();
    OptimizerConfigWriter optimizer = new OptimizerConfigWriter(content.training(), format, state);
    ObjectNode training =
        new CompileConfigWriter(content.training().config(), optimizer, format, diagnostics)
            .words();
    if (format != KerasFormat.WEIGHTS_H5) {
      SignatureCheck check = new SignatureCheck(diagnostics);
      check.model(model, format.readers());
      if (training != null) {
        check.training(training, optimizer.readers());
      }
    }
    return new Configuration(draft, model, optimizer, training);
  }

  /** Returns the other kinds of file that can say what the model computes: each was tried. */
  private List<KerasFormat> possible() {
    return Stream.of(
            KerasFormat.KERAS, KerasFormat.BOTH_H5, KerasFormat.KERAS3_H5, KerasFormat.TF_KERAS_H5)
        .filter(other -> other != format)
        .filter(other -> of(content, options.as(other)).isPossible())
        .toList();
  }

  /** Returns the optimizer's variables in the order of the file. */
  private List<Tensor> variables(OptimizerConfigWriter optimizer) {
    return options.includeOptimizer()
        ? new SlotOrder(content.training(), optimizer).variables(diagnostics)
        : List.of();
  }

  private void legacy(
      Path target,
      ModelDraft draft,
      ObjectNode config,
      OptimizerConfigWriter optimizer,
      @Nullable ObjectNode training,
      List<Tensor> variables)
      throws IOException {
    try (Hdf5Writer out = Hdf5Writer.create(target)) {
      out.attribute("/", "keras_version", format.kerasVersion());
      out.attribute("/", "backend", "tensorflow");
      out.attribute("/", "model_config", text(config));
      for (Map.Entry<String, String> note : options.notes().entrySet()) {
        out.attribute("/", note.getKey(), note.getValue());
      }
      if (training != null) {
        out.attribute("/", optimizer.prefix() + "training_config", text(training));
      }
      new LegacyWeightsWriter(out, format, forms, planner).write(draft);
      if (!variables.isEmpty()) {
        variables(out, optimizer, variables);
      }
      out.commit();
    }
  }

  private void variables(Hdf5Writer out, OptimizerConfigWriter optimizer, List<Tensor> variables)
      throws IOException {
    boolean same = optimizer.sourceOrder() == optimizer.targetOrder();
    List<String> own =
        same ? List.copyOf(content.training().optimizerWeights().keySet()) : List.of();
    Map<String, Tensor> named =
        SlotOrder.named(own, optimizer.className(), variables, optimizer.targetOrder());
    boolean alone = format == KerasFormat.KERAS3_H5;
    String group = "/" + (alone ? LegacyNames.TENON : optimizer.prefix()) + LegacyNames.OPTIMIZER;
    out.group(group);
    out.attribute(group, LegacyNames.WEIGHTS, List.copyOf(named.keySet()));
    for (Map.Entry<String, Tensor> entry : named.entrySet()) {
      out.dataset(group + "/" + entry.getKey(), entry.getValue());
    }
    if (alone) {
      diagnostics.note(
          "Keras 3 does not take an optimizer's state from an .h5 file, its own included: it is"
              + " written for Tenon alone, and Keras 3 goes on with a fresh optimizer; a .keras file"
              + " keeps it.");
    } else if (format.forKeras3() && optimizer.prefix().isEmpty()) {
      diagnostics.note(
          "Keras 3 does not take an optimizer's state from an .h5 file, its own included: there,"
              + " compile the model again before fit, or write a .keras file.");
    }
  }

  private void weights(Hdf5Writer file, ModelDraft draft, List<Tensor> optimizer)
      throws IOException {
    try (Hdf5Writer out = file) {
      new PathWeightsWriter(out, forms, planner, content.registered())
          .write(draft, optimizer, scaling(), owners());
      out.commit();
    }
  }

  private List<@Nullable String> owners() {
    List<@Nullable String> owners = new ArrayList<>();
    content.training().variables().keySet().forEach(variable -> owners.add(variable.owner()));
    return owners;
  }

  /** Returns how many of the optimizer's variables are of one that scales the loss. */
  private int scaling() {
    return Math.toIntExact(
        content.training().variables().keySet().stream()
            .filter(variable -> variable.kind() == OptimizerVariable.Kind.LOSS_SCALE)
            .count());
  }

  private void archive(
      Path target,
      ModelDraft draft,
      ObjectNode config,
      List<Tensor> optimizer,
      Map<String, byte[]> entries)
      throws IOException {
    // The weights are a file of their own first, since HDF5 goes back and forth while writing.
    try (AtomicFile inner = AtomicFile.scratch(target)) {
      weights(Hdf5Writer.createInPlace(inner.path()), draft, optimizer);
      try (ZipWriter out = ZipWriter.create(target)) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("keras_version", format.kerasVersion());
        metadata.put("date_saved", LocalDateTime.now(ZoneId.systemDefault()).format(DATE));
        out.entry("metadata.json", text(metadata).getBytes(StandardCharsets.UTF_8));
        out.entry("config.json", text(config).getBytes(StandardCharsets.UTF_8));
        out.entry("model.weights.h5", inner.path());
        for (Map.Entry<String, String> note : options.notes().entrySet()) {
          out.entry(note.getKey() + ".json", note.getValue().getBytes(StandardCharsets.UTF_8));
        }
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
          out.entry(entry.getKey(), entry.getValue());
        }
        out.commit();
      }
    }
  }

  private static String text(ObjectNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always written", e);
    }
  }
}

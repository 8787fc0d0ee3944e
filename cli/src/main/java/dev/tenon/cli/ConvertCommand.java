package dev.tenon.cli;

import dev.tenon.Model;
import dev.tenon.exporters.keras.KerasFormat;
import dev.tenon.exporters.keras.KerasOptions;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.exporters.onnx.WeightStorage;
import dev.tenon.formats.Source;
import dev.tenon.runtime.Engine;
import dev.tenon.verify.Conversion;
import dev.tenon.verify.Golden;
import dev.tenon.verify.KerasConversion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model in another format. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    description =
        "Write a model as an ONNX file, a Keras file of one kind or another, or a TensorFlow SavedModel"
            + " or frozen graph.")
final class ConvertCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SRC", description = "A Keras or ONNX file.")
  private Path source = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DST",
      description = {
        "What to write: a file ending in .onnx, .keras, .h5, .weights.h5 or .pb (a frozen graph), or",
        "the folder of a SavedModel, ending in .savedmodel or a slash."
      })
  private String targetName = "";

  private Path target = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "savedmodel or pb, whatever DST is called.")
  private @Nullable GraphFormat graphFormat;

  @Option(
      names = "--to",
      paramLabel = "KIND",
      description = {
        "Of an .h5: both-h5 (the default; tf_keras and Keras 3 open it), tf-keras-h5, keras3-h5.",
        "With --manifest several of these, keras and weights-h5, separated by commas."
      },
      split = ",",
      converter = ConvertCommand.FormatNames.class)
  private List<KerasFormat> formats = List.of();

  @Option(
      names = "--without-optimizer",
      description = "Leave the optimizer's state out of a Keras file.")
  private boolean withoutOptimizer;

  @Option(
      names = "--manifest",
      description = {
        "SRC is a list of models, one JSON object with 'file' a line, and DST a folder: write each",
        "as every kind of Keras file that --to names, and print a JSON line for each."
      })
  private boolean manifest;

  @Option(
      names = "--opset",
      paramLabel = "N",
      description = "Version of ONNX's operators, 13 to 24; default 18.")
  private int opset = OnnxOptions.DEFAULTS.opset();

  @Option(
      names = "--no-fold",
      description = "Keep batch normalisation instead of folding it into convolutions.")
  private boolean noFold;

  @Option(
      names = "--weights",
      paramLabel = "KIND",
      description = {
        "Of an ONNX file: full (the default), float16 (half the size, turned to float32 where they",
        "are read) or int8 (a quarter; products in integers, one scale a channel). Prints the sizes",
        "and, run on ONNX Runtime, how far the outputs move: on --golden, or else on random inputs."
      })
  private WeightStorage weights = WeightStorage.FULL;

  @Option(
      names = "--verify",
      description = {
        "Run the written ONNX file with ONNX Runtime and the model with TensorFlow (an ONNX file"
            + " with",
        "ONNX Runtime, what was written of it as a Keras file with TensorFlow) on random inputs,",
        "and fail where they differ by more than 1e-5. Proves the export, not the import. A Keras",
        "file is read again instead, and its weights must have the same bits; a SavedModel or frozen",
        "graph is run again on TensorFlow."
      })
  private boolean verify;

  @Option(
      names = "--golden",
      paramLabel = "FILE",
      description = "Compare the written file with recorded outputs too (npz).")
  private @Nullable Path golden;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    target = Path.of(targetName);
    if (manifest) {
      return new ConvertList(out, formats, !withoutOptimizer).run(source, target);
    }
    GraphFormat graph = GraphFormat.of(graphFormat, targetName);
    if (weights != WeightStorage.FULL && (graph != null || !targetName.endsWith(".onnx"))) {
      throw new IllegalArgumentException(
          "--weights is for ONNX files; '" + targetName + "' does not end in .onnx");
    }
    if (graph != null) {
      return graph(out, graph);
    }
    needEngines();
    KerasFormat format = formats.isEmpty() ? Model.kerasFormat(target) : formats.get(0);
    if (format != null) {
      return keras(out, new KerasOptions(format, !withoutOptimizer));
    }
    OnnxOptions options = OnnxOptions.DEFAULTS.withOpset(opset).withFoldNormalization(!noFold);
    try (Source bytes = Source.of(source)) {
      options = options.withMetadata("source_sha256", bytes.sha256());
    }
    try (Model model = Model.load(source)) {
      if (weights != WeightStorage.FULL) {
        new SmallerWeights(out).write(model, target, options.withWeights(weights), golden);
        out.line(source + " -> " + target + " (opset " + opset + ")");
        return 0;
      }
      List<String> notes = model.save(target, options);
      out.line(source + " -> " + target + " (opset " + opset + ")");
      notes.forEach(note -> out.line("  note: " + note));
      return compared(out, model);
    }
  }

  private int graph(Output out, GraphFormat format) throws IOException {
    try (Model model = Model.load(source)) {
      boolean folder = format == GraphFormat.SAVEDMODEL;
      List<String> notes = folder ? model.export(target) : model.saveFrozenGraph(target);
      out.line(source + " -> " + target + " (" + format.title() + ")");
      notes.forEach(note -> out.line("  note: " + note));
      return compared(out, model);
    }
  }

  /** Compares what was written with the model as the options ask, and returns the exit code. */
  private int compared(Output out, Model model) throws IOException {
    boolean good = true;
    if (verify) {
      good = report(out, "verified on random inputs", Conversion.compare(model, target));
    }
    if (golden != null) {
      Conversion.Outcome outcome = Conversion.compare(model, Golden.read(golden), target);
      good &= report(out, "verified against " + golden.getFileName(), outcome);
    }
    return good ? 0 : Main.FINDINGS;
  }

  /** Fails before anything is written where an engine is missing that comparing will need. */
  private void needEngines() {
    if (verify) {
      Engine.of("tensorflow").load();
    }
    if (verify || golden != null || weights != WeightStorage.FULL) {
      Engine.of("onnxruntime").load();
    }
  }

  /** Reads kinds of Keras files by their names. */
  static final class FormatNames implements CommandLine.ITypeConverter<KerasFormat> {
    @Override
    public KerasFormat convert(String name) {
      for (KerasFormat format : KerasFormat.values()) {
        if (KerasConversion.name(format).equalsIgnoreCase(name)) {
          return format;
        }
      }
      throw new CommandLine.TypeConversionException(
          "expected both-h5, tf-keras-h5, keras3-h5, keras or weights-h5, not '" + name + "'");
    }
  }

  private int keras(Output out, KerasOptions options) throws IOException {
    try (Model model = Model.load(source);
        Model layers = model.toKeras()) {
      List<String> notes = layers.save(target, options);
      out.line(source + " -> " + target + " (" + KerasConversion.name(options.format()) + ")");
      notes.forEach(note -> out.line("  note: " + note));
      boolean good = true;
      boolean runs = options.format() != KerasFormat.WEIGHTS_H5;
      if (verify && runs) {
        List<String> differences = KerasConversion.compare(layers, target);
        differences.forEach(difference -> out.line("  " + difference));
        good = differences.isEmpty();
        out.line(good ? "weights: every bit is the same" : "weights: DIFFERENT");
        good &= report(out, "verified on random inputs", Conversion.compare(model, target));
      }
      if (golden != null && runs) {
        Conversion.Outcome outcome = Conversion.compare(model, Golden.read(golden), target);
        good &= report(out, "verified against " + golden.getFileName(), outcome);
      }
      return good ? 0 : Main.FINDINGS;
    }
  }

  private static boolean report(Output out, String what, Conversion.Outcome outcome) {
    for (Conversion.Line line : outcome.lines()) {
      out.line(
          String.format(
              Locale.ROOT,
              "  %s: largest difference %.3g, relative %.3g%s",
              line.output(),
              line.difference().maxAbs(),
              line.difference().relative(),
              line.difference().problem().isEmpty() ? "" : ", " + line.difference().problem()));
    }
    out.line(outcome.good() ? what + ": equal within 1e-5" : what + ": DIFFERENT");
    return outcome.good();
  }
}

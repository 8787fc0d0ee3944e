package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.convert.KerasConversion;
import dev.tenon.cli.convert.NetworkProof;
import dev.tenon.cli.convert.SmallerWeights;
import dev.tenon.cli.convert.WrittenCheck;
import dev.tenon.cli.convert.WrittenOpset;
import dev.tenon.cli.manifest.ConvertList;
import dev.tenon.cli.option.GraphFormat;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.LowerCase;
import dev.tenon.cli.option.WrittenKind;
import dev.tenon.cli.output.BesideFile;
import dev.tenon.cli.output.ExitCodes;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.Target;
import dev.tenon.cli.output.TextFiles;
import dev.tenon.engine.Engine;
import dev.tenon.internal.format.FileFormats;
import dev.tenon.model.SaveReport;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.saving.keras.KerasOptions;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.saving.onnx.WeightStorage;
import dev.tenon.verify.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model in another format. */
@Command(
    name = ConvertCommand.NAME,
    mixinStandardHelpOptions = true,
    description =
        "Write a model as an ONNX file, a Keras file of one kind or another, or a TensorFlow"
            + " SavedModel or frozen graph.",
    footer = {
      "  tenon convert model.h5 model.onnx --verify",
      "  tenon convert model.onnx model.keras",
      "  tenon convert model.h5 model.h5 --to keras3-h5",
      "  tenon convert model.keras model.savedmodel",
      "  tenon convert model.keras small.onnx --weights float16",
      "  cat model.h5 | tenon convert - - --to onnx > model.onnx"
    })
final class ConvertCommand implements Callable<Integer> {
  static final String NAME = "convert";

  @Parameters(
      index = "0",
      converter = InputFile.class,
      paramLabel = "SRC",
      description = "A Keras or ONNX file.")
  private Path source = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DST",
      description =
          "What to write: a file ending in .onnx, .keras, .h5, .weights.h5 or .pb (a "
              + "frozen graph), or the folder of a SavedModel, ending in .savedmodel or a slash; - is "
              + "standard output.")
  private String targetName = "";

  private Path target = Path.of("");

  /** What messages call the target. */
  private String title = "";

  private @Nullable WrittenKind kind;

  @Option(names = "--format", hidden = true)
  void format(GraphFormat format) {
    kinds = List.of(new WrittenKind(format.name().toLowerCase(Locale.ROOT), null, format));
  }

  @Option(
      names = "--to",
      paramLabel = "KIND",
      description =
          "The kind of file where the suffix of DST leaves it open: of an .h5 both-h5 (tf_keras "
              + "and Keras 3 open it; the default), tf-keras-h5 or keras3-h5; without a suffix "
              + "also onnx, keras, weights-h5, savedmodel or pb. With --manifest several kinds of "
              + "Keras files, separated by commas.",
      split = ",",
      completionCandidates = WrittenKind.Candidates.class,
      converter = WrittenKind.Converter.class)
  private List<WrittenKind> kinds = List.of();

  @Option(
      names = "--without-optimizer",
      description = "Leave the optimizer's state out of a Keras file.")
  private boolean withoutOptimizer;

  @Option(
      names = "--manifest",
      description =
          "SRC is a list of models, one JSON object with 'file' a line, and DST a folder: "
              + "write each as every kind of Keras file that --to names, and print a JSON line "
              + "for each.")
  private boolean manifest;

  @Option(
      names = "--opset",
      paramLabel = "N",
      description =
          "Version of ONNX's operators, 13 to 24; default 18, or what an ONNX file is "
              + "written in, or the first later one that has what the model needs.")
  private @Nullable Integer opset;

  @Option(
      names = "--no-fold",
      description = "Keep batch normalisation instead of folding it into convolutions.")
  private boolean noFold;

  @Option(
      names = "--weights",
      completionCandidates = Weights.class,
      paramLabel = "KIND",
      description =
          "Of an ONNX file: full (the default), float16 (half the size, turned to float32 "
              + "where they are read) or int8 (a quarter; products in integers, one scale a "
              + "channel). Prints the sizes and, run on ONNX Runtime, how far the outputs move: "
              + "on --golden, or else on random inputs.")
  private WeightStorage weights = WeightStorage.FULL;

  @Option(
      names = "--verify",
      description =
          "Compare the written file with the model on random inputs, and fail where they differ by "
              + "more than 1e-5 (0.01 where the model computes in float16, 0.1 in bfloat16), or "
              + "by more than rounding explains: 4 times the model's own distance from float64, "
              + "or its change when the input moves by one ulp. ONNX files run on ONNX Runtime, "
              + "others on TensorFlow; the weights of a Keras file must have the same bits. The "
              + "exit code is 3 where no random input fits the model: give recorded ones with "
              + "--golden. An ONNX network written as a Keras file is always compared.")
  private boolean verify;

  @Option(
      names = "--golden",
      converter = InputFile.class,
      paramLabel = "FILE",
      description = "Compare the written file with recorded outputs too (npz).")
  private @Nullable Path golden;

  @Spec private @Nullable CommandSpec spec;

  /** Returns the command without options. */
  static Callable<Integer> of(Path source, String target, Output out) {
    ConvertCommand command = new ConvertCommand();
    command.source = source;
    command.targetName = target;
    return () -> command.convert(out);
  }

  @Override
  public Integer call() throws Exception {
    return convert(Output.of(spec));
  }

  private int convert(Output out) throws Exception {
    target = Path.of(targetName);
    title = target.toString();
    if (manifest) {
      refuseComparing("more with --manifest, which reads each file again and compares its weights");
      return new ConvertList(out, kerasFormats(), !withoutOptimizer).run(source, target);
    }
    if (kinds.size() > 1) {
      throw new IllegalArgumentException(
          "--to names several kinds, and DST is one file: give one of them, or --manifest");
    }
    kind = kinds.isEmpty() ? null : kinds.get(0);
    if (!Target.isStandard(target)) {
      try {
        return run(out);
      } catch (IOException e) {
        throw TextFiles.fullDisk(target, e);
      }
    }
    if (kind == null || kind.graph() == GraphFormat.SAVEDMODEL) {
      throw new IllegalArgumentException(
          kind == null
              ? "standard output has no suffix: say by --to what to write, such as --to onnx"
              : "a SavedModel is a folder, which standard output cannot take: name a folder");
    }
    Target standard = new Target(Path.of("stdout" + kind.suffix()), kind.suffix(), true);
    return standard.write(
        out,
        (written, said) -> {
          target = written.file();
          targetName = target.toString();
          title = written.title();
          return run(said);
        });
  }

  /** The kinds of weights. */
  static final class Weights extends LowerCase {
    Weights() {
      super(WeightStorage.values());
    }
  }

  /** Returns the kinds of Keras files that are asked for. */
  private List<KerasFormat> kerasFormats() {
    List<KerasFormat> formats = new ArrayList<>();
    for (WrittenKind each : kinds) {
      KerasFormat format = each.keras();
      if (format == null) {
        throw new IllegalArgumentException(
            "--manifest writes Keras files only: leave '" + each.label() + "' out of --to");
      }
      formats.add(format);
    }
    return formats;
  }

  private int run(Output out) throws IOException {
    if (!Files.exists(source) && Files.isRegularFile(target)) {
      throw new IllegalArgumentException(
          "no file '" + source + "', and DST '" + targetName + "' is there: SRC comes first");
    }
    if (golden != null && !Files.exists(golden)) {
      throw new NoSuchFileException(golden.toString());
    }
    if (kind != null) {
      kind.check(targetName);
    }
    GraphFormat graph = GraphFormat.of(kind == null ? null : kind.graph(), targetName);
    refuseForOthers(graph);
    refuseItself();
    Recording recorded = golden == null ? null : Recording.read(golden);
    WrittenCheck checked = new WrittenCheck(out, verify, recorded);
    if (graph != null) {
      return graph(out, graph, checked);
    }
    KerasFormat format =
        kind == null ? KerasFormat.ofName(String.valueOf(target.getFileName())) : kind.keras();
    if (format == KerasFormat.WEIGHTS_H5) {
      refuseComparing(
          "of weights alone, which cannot be run: write a .keras or .h5 to compare, or leave the"
              + " option out");
    }
    needEngines();
    if (format != null) {
      return keras(out, format, checked);
    }
    OnnxOptions options = OnnxOptions.DEFAULTS.foldNormalization(!noFold).weights(weights);
    try (Model model = Model.load(source)) {
      if (weights != WeightStorage.FULL) {
        SmallerWeights smaller = new SmallerWeights(out, checked);
        int written =
            new WrittenOpset(opset)
                .write(model, options, chosen -> smaller.write(model, target, chosen));
        out.line(source + " -> " + title + " (opset " + written + ")");
        return smaller.code();
      }
      List<String> notes = new ArrayList<>();
      int written =
          new WrittenOpset(opset)
              .write(model, options, chosen -> notes.addAll(model.save(target, chosen).notes()));
      out.line(source + " -> " + title + " (opset " + written + ")");
      notes.forEach(note -> out.line("  note: " + note));
      return checked.code(model, target);
    }
  }

  private int graph(Output out, GraphFormat format, WrittenCheck checked) throws IOException {
    try (Model model = Model.load(source)) {
      boolean folder = format == GraphFormat.SAVEDMODEL;
      SaveReport notes = model.export(target, folder ? "tf_saved_model" : "tf_frozen_graph");
      out.line(source + " -> " + title + " (" + format.title() + ")");
      notes.forEach(note -> out.line("  note: " + note));
      return checked.code(model, target);
    }
  }

  /** Fails where an option of ONNX files is given for another. */
  private void refuseForOthers(@Nullable GraphFormat graph) {
    String option =
        weights != WeightStorage.FULL
            ? "--weights"
            : opset != null ? "--opset" : noFold ? "--no-fold" : null;
    if (option != null
        && (graph != null
            || (kind == null && !FileFormats.ONNX.isNamed(targetName))
            || isKeras())) {
      throw new IllegalArgumentException(
          option + " is for ONNX files; '" + targetName + "' does not end in .onnx");
    }
  }

  private boolean isKeras() {
    return kind != null && kind.keras() != null;
  }

  /** Fails where the source would be overwritten by itself: no other kind of file is asked for. */
  private void refuseItself() throws IOException {
    boolean changed =
        kind != null
            || withoutOptimizer
            || opset != null
            || noFold
            || weights != WeightStorage.FULL;
    if (!changed && Files.exists(target) && Files.isSameFile(source, target)) {
      throw new IllegalArgumentException(
          "SRC '"
              + source
              + "' and DST '"
              + target
              + "' are the same file: name another DST, or say in what kind to write it again"
              + " (--to, --opset, --weights, --without-optimizer)");
    }
  }

  /** Fails before anything is written where nothing can be compared but was asked to be. */
  private void refuseComparing(String why) {
    if (verify || golden != null) {
      throw new IllegalArgumentException(
          (verify ? "--verify" : "--golden") + " checks nothing " + why);
    }
  }

  /** Fails before anything is written where an engine is missing that comparing will need. */
  private void needEngines() {
    if (verify) {
      GraphEngine.of(Engine.TENSORFLOW).load();
    }
    if (verify || golden != null || weights != WeightStorage.FULL) {
      GraphEngine.of(Engine.ONNX_RUNTIME).load();
    }
  }

  private int keras(Output out, KerasFormat format, WrittenCheck checked) throws IOException {
    try (Model model = Model.load(source);
        Model layers = model.edit().toKeras()) {
      KerasFormat asked = kind == null ? layers.info().writtenFormat(target) : format;
      KerasOptions options = new KerasOptions(asked, !withoutOptimizer);
      if (model.onnx().opset() == 0) {
        List<String> notes = layers.save(target, options).notes();
        return written(out, options, notes, checked, model, layers, target);
      }
      WrittenCheck proof = NetworkProof.of(checked, options.format());
      return BesideFile.write(
          target,
          file -> layers.save(file, options).notes(),
          (file, notes) -> written(out, options, notes, proof, model, layers, file),
          out);
    }
  }

  /** Says what was written, and compares it; returns the exit code. */
  private int written(
      Output out,
      KerasOptions options,
      List<String> notes,
      WrittenCheck check,
      Model model,
      Model layers,
      Path file)
      throws IOException {
    out.line(source + " -> " + title + " (" + options.format().label() + ")");
    notes.forEach(note -> out.line("  note: " + note));
    boolean same = true;
    if (verify) {
      same = isSame(out, options.format(), layers, file);
    }
    int code = check.code(model, file);
    return same ? code : ExitCodes.FINDINGS;
  }

  private static boolean isSame(Output out, KerasFormat format, Model layers, Path file)
      throws IOException {
    try (Model again = Model.load(file)) {
      List<String> differences = KerasConversion.compare(layers, again);
      differences.forEach(difference -> out.line("  " + difference));
      boolean same = differences.isEmpty();
      out.line(same ? "weights: every bit is the same" : "weights: DIFFERENT");
      List<String> refused = KerasConversion.refused(file, again, format);
      refused.forEach(reason -> out.line("  " + reason));
      String readers = format.readerTitles();
      out.line("signatures of " + readers + (refused.isEmpty() ? ": fit" : ": DO NOT FIT"));
      return same && refused.isEmpty();
    }
  }
}

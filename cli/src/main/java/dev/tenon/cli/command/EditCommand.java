package dev.tenon.cli.command;

import dev.tenon.Model;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.ToOption;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes a model and writes the result. */
@Command(
    name = "edit",
    mixinStandardHelpOptions = true,
    description =
        "Cut a model, rename or freeze its layers, and write the result. Layers are named by their "
            + "paths, as in encoder/dense_1, parts of an ONNX file by their nodes, values and weights. First "
            + "the cut, then freezing, then new names; the options name layers as MODEL does.",
    footer = {
      "  tenon edit model.keras --cut encoder -o encoder.keras",
      "  tenon edit model.keras --freeze 'conv*' --rename dense=scores -o new.keras"
    })
final class EditCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "MODEL",
      converter = InputFile.class,
      description = "A Keras or ONNX file.")
  private Path source = Path.of("");

  @Option(
      names = "--cut",
      paramLabel = "LAYER",
      description = "End the model at this layer; several make several outputs.")
  private List<String> cuts = List.of();

  @Option(
      names = "--without-top",
      description = "Take off the classifier: from the last flattening or weighted layer on.")
  private boolean withoutTop;

  @Option(
      names = "--rename",
      paramLabel = "A=B",
      description = "Give layer or input A the name B; may be repeated.")
  private Map<String, String> names = new LinkedHashMap<>();

  @Option(
      names = "--freeze",
      paramLabel = "PATTERN",
      description =
          "Freeze the layers that fit, such as 'conv*' wherever they are, or 'encoder/**'; may be "
              + "repeated.")
  private List<String> frozen = List.of();

  @Option(
      names = "--unfreeze",
      paramLabel = "PATTERN",
      description = "Unfreeze the layers that fit, after freezing; may be repeated.")
  private List<String> thawed = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DST",
      required = true,
      description =
          "The file to write, ending in .keras, .h5, .weights.h5 or .onnx; - is standard output.")
  private Path target = Path.of("");

  @Mixin private ToOption to = new ToOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    Target written =
        Target.isStandard(target) || to.isGiven()
            ? to.of(target, "weights.h5", "keras", "h5", "onnx")
            : new Target(target, "", false);
    return written.write(out, this::write);
  }

  private int write(Target target, Output out) throws IOException {
    try (Model loaded = Model.load(source)) {
      List<String> done = new ArrayList<>();
      List<Model> made = new ArrayList<>();
      try {
        List<String> notes = edited(loaded, made, done).save(target.file()).notes();
        out.line(source + " -> " + target.title());
        done.forEach(line -> out.line("  " + line));
        notes.forEach(note -> out.line("  note: " + note));
      } finally {
        made.forEach(Model::close);
      }
    }
    return 0;
  }

  private Model edited(Model loaded, List<Model> made, List<String> done) {
    Model model = loaded;
    if (withoutTop) {
      model = model.edit().withoutTop();
      made.add(model);
      done.add("cut at " + model.outputs());
    }
    if (!cuts.isEmpty()) {
      model = model.edit().cut(cuts.toArray(String[]::new));
      made.add(model);
      done.add("cut at " + model.outputs());
    }
    for (String pattern : frozen) {
      done.add("frozen: " + model.layers().names(pattern));
      model.layers().freeze(pattern);
    }
    for (String pattern : thawed) {
      done.add("unfrozen: " + model.layers().names(pattern));
      model.layers().unfreeze(pattern);
    }
    if (!names.isEmpty()) {
      model = model.edit().rename(names);
      made.add(model);
      done.add("renamed: " + names);
    }
    return model;
  }
}

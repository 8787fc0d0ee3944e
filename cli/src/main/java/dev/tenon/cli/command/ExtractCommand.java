package dev.tenon.cli.command;

import dev.tenon.cli.input.ImageFileFinder;
import dev.tenon.cli.input.ImageInput;
import dev.tenon.cli.input.ModelLabels;
import dev.tenon.cli.option.BatchSizeOption;
import dev.tenon.cli.option.InputFile;
import dev.tenon.cli.option.ModelOption;
import dev.tenon.cli.option.NetworkOptions;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.ResultFiles;
import dev.tenon.cli.output.Target;
import dev.tenon.data.Rows;
import dev.tenon.image.ImageSpec;
import dev.tenon.inspect.Inspector;
import dev.tenon.internal.console.Progress;
import dev.tenon.internal.text.Names;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.FeatureExtraction;
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

/** Writes what a network without its top makes of images. */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description =
        "Compute the features that a network without its top gives images, and write them to an "
            + ".npz: 'features', a row for each image, and 'files', their names.",
    footer = {"  tenon extract mobilenet_v2 photos/ -o features.npz"})
final class ExtractCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      converter = InputFile.OrName.class,
      paramLabel = "MODEL",
      description = "A name of 'tenon zoo list', or a Keras or ONNX file.")
  private String model = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PICTURE",
      description = "JPEG, PNG, BMP or GIF, or folders of them.")
  private List<Path> images = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The .npz; - is standard output.")
  private Path output = Path.of("");

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "What this layer of the network gives, in place of the averaged features.")
  private @Nullable String layer;

  @Mixin private BatchSizeOption batchSize = new BatchSizeOption();

  @Mixin private NetworkOptions network = new NetworkOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Output out = Output.of(spec);
    batchSize.check();
    Target target = Target.of(output, null, "npz");
    ModelOption.refuseImage(model, images.get(0));
    return target.write(out, this::extract);
  }

  private int extract(Target target, Output out) throws IOException {
    List<Path> files = ImageFileFinder.of(images);
    ImageFileFinder.check(files);
    // A network of the zoo has no top here, and so keeps all layers that can be asked for.
    String cut = network.isFile(model) ? layer : null;
    try (FeatureExtraction features = network.open(model, cut, out.err()).features()) {
      Inspector inspector = layer == null || cut != null ? null : Inspector.of(features.model());
      String wanted = inspector == null ? "" : inner(inspector, features, String.valueOf(layer));
      List<Tensor> rows = new ArrayList<>();
      Progress bar = new Progress(out.err(), "features", files.size());
      for (int from = 0; from < files.size(); from += batchSize.value()) {
        bar.at(from, String.valueOf(files.get(from)));
        Tensor batch =
            load(features, files.subList(from, Math.min(files.size(), from + batchSize.value())));
        rows.add(inspector == null ? features.of(batch) : inspector.value(batch, wanted));
      }
      bar.end();
      Tensor all = Rows.concat(rows);
      Map<String, Tensor> arrays = new LinkedHashMap<>();
      arrays.put("features", all);
      arrays.put(
          "files",
          Tensor.ofStrings(
              files.stream().map(Path::toString).toArray(String[]::new), files.size()));
      ResultFiles.write(target.file(), arrays);
      out.line(
          "wrote "
              + target.title()
              + ": features "
              + all.shapeString()
              + " of "
              + files.size()
              + " images");
    }
    return 0;
  }

  /** Layers are named as in the network, which is a layer itself here. */
  private static String inner(Inspector inspector, FeatureExtraction features, String name) {
    List<String> known = features.backbone().layers().names();
    if (!known.contains(name)) {
      throw new IllegalArgumentException(Names.unknown("layer", name, known));
    }
    return inspector.resolve(features.backbone().info().keras().name() + "/" + name);
  }

  private Tensor load(FeatureExtraction features, List<Path> files) throws IOException {
    ImageSpec own = ModelLabels.images(features.backbone().images(), Path.of(model));
    ImageInput wanted =
        new ImageInput(false, features.height(), features.width(), features.colorMode());
    List<Tensor> loaded = new ArrayList<>();
    for (Path file : files) {
      loaded.add(wanted.read(file, own));
    }
    return Rows.concat(loaded);
  }
}

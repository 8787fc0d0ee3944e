package dev.tenon.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.cli.option.CatalogueOption;
import dev.tenon.cli.output.Output;
import dev.tenon.internal.console.DownloadLine;
import dev.tenon.zoo.Application;
import dev.tenon.zoo.ZooEntry;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists, describes and fetches pretrained models. */
@Command(
    name = "zoo",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "List, describe and fetch pretrained models.",
    footer = {"  tenon zoo list", "  tenon zoo info resnet50", "  tenon zoo get resnet50"})
final class ZooCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the models, their images and their licences.",
      footer = "  tenon zoo list")
  int list(
      @Mixin CatalogueOption catalogue,
      @Option(names = "--json", description = "Print one JSON line a model.") boolean json)
      throws IOException {
    Output out = Output.of(spec);
    if (json) {
      catalogue.read().all().forEach(entry -> out.json(json(entry), false));
      return 0;
    }
    out.line(row("name", "size", "preprocessing", "licence"));
    for (ZooEntry entry : catalogue.read().all()) {
      out.line(row(entry.name(), String.valueOf(entry.size()), mode(entry), entry.licence()));
    }
    return 0;
  }

  private static ObjectNode json(ZooEntry entry) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("name", entry.name());
    node.put("size", entry.size()).put("preprocessing", mode(entry));
    node.put("classes", entry.labels().size()).put("licence", entry.licence());
    node.put("source", entry.source());
    entry.locations().forEach(node.putArray("files")::add);
    return node;
  }

  private static String row(String name, String size, String preprocessing, String licence) {
    return String.format(Locale.ROOT, "%-20s %5s  %-14s %s", name, size, preprocessing, licence);
  }

  private static String mode(ZooEntry entry) {
    return entry.preprocessing().name().toLowerCase(Locale.ROOT);
  }

  @Command(
      name = "info",
      mixinStandardHelpOptions = true,
      description = "Show what is known of a model, and where its files come from.",
      footer = "  tenon zoo info resnet50")
  int info(
      @Parameters(paramLabel = "NAME", description = "A name of 'tenon zoo list'.") String name,
      @Mixin CatalogueOption catalogue,
      @Option(names = "--json", description = "Print one JSON object.") boolean json)
      throws IOException {
    Output out = Output.of(spec);
    ZooEntry entry = catalogue.read().named(name);
    if (json) {
      out.json(json(entry), false);
      return 0;
    }
    out.line("name           " + entry.name());
    Application application = entry.application();
    if (application != null) {
      out.line("parameters     " + parameters(application, entry));
    }
    out.line("images         " + entry.size() + " x " + entry.size());
    out.line("preprocessing  " + mode(entry));
    out.line("classes        " + entry.labels().size());
    out.line("licence        " + entry.licence());
    out.line("source         " + entry.source());
    entry.locations().forEach(location -> out.line("file           " + location));
    return 0;
  }

  private static String parameters(Application application, ZooEntry entry) throws IOException {
    return application
        .create(entry.options(true))
        .summary()
        .lines()
        .filter(line -> line.strip().startsWith("Total params"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("?");
  }

  @Command(
      name = "get",
      mixinStandardHelpOptions = true,
      description = "Download a model's weights into Keras' cache and print their path.",
      footer = "  tenon zoo get resnet50 --no-top")
  int get(
      @Parameters(paramLabel = "NAME", description = "A name of 'tenon zoo list'.") String name,
      @Option(names = "--no-top", description = "Without the layers that name a class.")
          boolean noTop,
      @Mixin CatalogueOption catalogue)
      throws IOException {
    Output out = Output.of(spec);
    ZooEntry entry = catalogue.read().named(name);
    out.line(entry.fetch(DownloadLine.cache(out.err()), !noTop).toString());
    return 0;
  }
}

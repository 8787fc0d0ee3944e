package dev.tenon.cli.help;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands by purpose, in the order of the help. */
public final class CommandGroups {
  private static final String OTHER = "More";
  private static final Map<String, List<String>> TITLES = titles();

  private CommandGroups() {}

  private static Map<String, List<String>> titles() {
    Map<String, List<String>> titles = new LinkedHashMap<>();
    titles.put("Look inside a model", List.of("summary", "inspect", "plot", "usage"));
    titles.put("Convert and check", List.of("convert", "quantize", "check", "verify"));
    titles.put("Compare two models", List.of("compare", "diff"));
    titles.put("Run", List.of("predict", "classify", "extract", "embed", "evaluate"));
    titles.put("Change", List.of("edit"));
    titles.put("Train", List.of("train", "finetune"));
    titles.put("Pretrained models and samples", List.of("zoo", "sample"));
    titles.put("Help", List.of("help", "completion"));
    return titles;
  }

  /** Returns the names of each group that has any; those without a group come last. */
  public static Map<String, List<String>> of(Collection<String> names) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    List<String> left = new ArrayList<>(names);
    TITLES.forEach(
        (title, members) -> {
          List<String> here = members.stream().filter(names::contains).toList();
          left.removeAll(here);
          if (!here.isEmpty()) {
            groups.put(title, here);
          }
        });
    if (!left.isEmpty()) {
      groups.put(OTHER, left);
    }
    return groups;
  }
}

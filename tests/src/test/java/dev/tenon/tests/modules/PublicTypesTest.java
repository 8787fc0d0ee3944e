package dev.tenon.tests.modules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/public-types.txt} lists the types that users can name: public or protected, nested
 * ones too, in packages that modules export to all, and those for Spark, which is no module. It is
 * written where {@code tenon.pages} is {@code write}.
 */
final class PublicTypesTest {
  private static final int MOST = 600;
  private static final String COMMAND =
      "mvn -pl tests -am verify -Dtest=PublicTypesTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dtenon.pages=write";

  @Test
  void typesAreListed() throws Exception {
    Path file = Checkout.file("docs/public-types.txt");
    List<String> types = types();
    if (System.getProperty("tenon.pages", "").equals("write")) {
      Files.write(file, types);
    }
    assertThat(types).hasSizeBetween(MOST / 2, MOST);
    assertThat(Files.readAllLines(file)).as("written again by: %s", COMMAND).isEqualTo(types);
  }

  @Test
  void everyJarHasADescriptor() throws IOException {
    assertThat(modules().keySet()).isEqualTo(expectedModules());
  }

  @Test
  void internalPackagesAreNotExported() {
    List<String> exported =
        modules().values().stream()
            .flatMap(module -> exported(module.descriptor()))
            .filter(name -> name.contains("internal"))
            .toList();
    assertThat(exported).isEmpty();
  }

  private static Set<String> expectedModules() throws IOException {
    try (Stream<Path> files = Files.walk(Checkout.file("."), 6)) {
      return files
          .filter(file -> file.endsWith(Path.of("src/main/java/module-info.java")))
          .map(PublicTypesTest::moduleName)
          // Only for the build of Tenon itself.
          .filter(name -> !name.equals("dev.tenon.processor"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String moduleName(Path file) {
    try {
      return Files.readString(file).replaceFirst("(?s).*?\\bmodule ([a-z0-9.]+) \\{.*", "$1");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Map<String, ModuleReference> modules() {
    ModuleFinder finder = ModuleFinder.of(ProgramPath.modules().toArray(Path[]::new));
    return finder.findAll().stream()
        .filter(module -> !module.descriptor().isAutomatic())
        .filter(module -> module.descriptor().name().startsWith("dev.tenon"))
        .collect(
            Collectors.toMap(
                module -> module.descriptor().name(), module -> module, (a, b) -> a, TreeMap::new));
  }

  private static Stream<String> exported(ModuleDescriptor module) {
    return module.exports().stream()
        .filter(export -> !export.isQualified())
        .map(ModuleDescriptor.Exports::source);
  }

  private static List<String> types() throws IOException, ClassNotFoundException {
    Set<String> names = new TreeSet<>(onTheClassPath("dev.tenon.spark"));
    for (ModuleReference module : modules().values()) {
      Set<String> exported = exported(module.descriptor()).collect(Collectors.toSet());
      for (String name : classes(module)) {
        int dot = name.lastIndexOf('.');
        if (dot > 0 && exported.contains(name.substring(0, dot)) && isVisible(name)) {
          names.add(name);
        }
      }
    }
    return List.copyOf(names);
  }

  /** Returns the visible types of a package without a module, whose libraries are not here. */
  private static Set<String> onTheClassPath(String name) {
    return new ClassFileImporter()
        .importPackages(name).stream()
            .filter(type -> type.getPackageName().equals(name) && isVisible(type))
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isVisible(JavaClass type) {
    Set<JavaModifier> modifiers = type.getModifiers();
    return !type.isAnonymousClass()
        && !type.isLocalClass()
        && !type.getSimpleName().equals("package-info")
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && type.getEnclosingClass().map(PublicTypesTest::isVisible).orElse(true);
  }

  private static List<String> classes(ModuleReference module) throws IOException {
    List<String> names = new ArrayList<>();
    try (ModuleReader reader = module.open();
        Stream<String> resources = reader.list()) {
      resources
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .forEach(name -> names.add(name.replace(".class", "").replace('/', '.')));
    }
    return names;
  }

  private static boolean isVisible(String name) throws ClassNotFoundException {
    Class<?> type = Class.forName(name, false, PublicTypesTest.class.getClassLoader());
    for (Class<?> each = type; each != null; each = each.getDeclaringClass()) {
      if (each.isAnonymousClass()
          || each.isLocalClass()
          || !(Modifier.isPublic(each.getModifiers())
              || Modifier.isProtected(each.getModifiers()))) {
        return false;
      }
    }
    return true;
  }
}

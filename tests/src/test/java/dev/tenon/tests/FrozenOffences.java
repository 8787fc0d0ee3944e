package dev.tenon.tests;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.freeze.TextFileBasedViolationStore;
import com.tngtech.archunit.library.freeze.ViolationStore;
import java.util.List;
import java.util.Properties;

/** The lists of offences of {@link StructureTest}, each in a file with the name of its rule. */
public final class FrozenOffences implements ViolationStore {
  private final ViolationStore files =
      new TextFileBasedViolationStore(rule -> rule.replaceAll("[^A-Za-z0-9.]+", "-") + ".txt");

  @Override
  public void initialize(Properties properties) {
    files.initialize(properties);
  }

  @Override
  public boolean contains(ArchRule rule) {
    return files.contains(rule);
  }

  @Override
  public void save(ArchRule rule, List<String> violations) {
    files.save(rule, violations);
  }

  @Override
  public List<String> getViolations(ArchRule rule) {
    return files.getViolations(rule);
  }
}

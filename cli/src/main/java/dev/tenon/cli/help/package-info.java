/**
 * The help of the command and its sentences about wrong words. Reading starts at {@link
 * dev.tenon.cli.help.HelpLayout}, which arranges the help of every command. {@link
 * dev.tenon.cli.help.CommandGroups} sorts the commands by purpose, {@link
 * dev.tenon.cli.help.EnvironmentVariables} lists the variables, {@link dev.tenon.cli.help.Misuse}
 * phrases what picocli refuses.
 */
@NullMarked
package dev.tenon.cli.help;

import org.jspecify.annotations.NullMarked;

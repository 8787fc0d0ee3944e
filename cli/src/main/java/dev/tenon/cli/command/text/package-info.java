/** Subcommands about networks of texts: {@link dev.tenon.cli.command.text.EmbedCommand}. */
@NullMarked
package dev.tenon.cli.command.text;

import org.jspecify.annotations.NullMarked;

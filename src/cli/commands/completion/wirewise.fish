# fish completion for wirewise

function __wirewise_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    # Without quotes, of which the last may be open.
    for quote in '' '"' "'"
        set -l plain (string unescape -- "$typed$quote")
        and set typed "$plain"
        and break
    end
    set -l lines (wirewise complete -- $words[2..-1] "$typed" 2>/dev/null)
    set -l directive (string replace : '' -- $lines[-1])
    string match -qr '^\d+$' -- "$directive"; or return
    # The values after `--flag=` come without the flag.
    set -l prefix (string match -r -- '^--[^=]+=' "$typed")
    set -l rest (string replace -r -- '^--[^=]+=' '' "$typed")
    switch $directive
        case 0
            printf '%s\n' "$prefix"(__fish_complete_path "$rest")
        case 16
            printf '%s\n' "$prefix"(__fish_complete_directories "$rest")
        case '*'
            set -l values "$prefix"$lines[1..-2]
            printf '%s\n' $values
            # fish puts a space after a single candidate; a second, longer one prevents that where the word may continue.
            if test (math $directive % 4) -ge 2; and test (count $lines) -eq 2
                printf '%s.\n' (string split -f 1 \t -- $values[1])
            end
    end
end

complete -c wirewise -e
complete -c wirewise -f -a '(__wirewise_complete)'

function_count = 0;
for mode = ["sum" "mean" "none"]
    switch mode
        case "sum"
            function_count = function_count + 1;
            switch function_count
                case 1
                    inner = "one";
            end
        case {"mean", "median"}
            function_count = function_count + 10;
        otherwise
            function_count = function_count + 100;
    end
end
assert(function_count == 111 && inner == "one")
